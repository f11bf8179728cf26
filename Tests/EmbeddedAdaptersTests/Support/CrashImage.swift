import EmbeddedAdapters
import Foundation

extension TemporaryDirectory {
    /// A copy of the files as a process killed at this moment would leave them; the memory of the process is not in it.
    func crashImage() throws -> TemporaryDirectory {
        let image = try TemporaryDirectory()
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: databasePath + suffix, toPath: image.databasePath + suffix)
        }
        return image
    }
}
