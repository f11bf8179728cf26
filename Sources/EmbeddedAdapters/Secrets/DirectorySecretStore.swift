internal import FoundationEssentials
public import ServicePorts

/// `SecretStore` over a directory with one file a secret, named after it.
public struct DirectorySecretStore: SecretStore {
    private let directory: String

    /// A store over that directory.
    public init(directory: String) {
        self.directory = directory
    }

    /// The file's text without a final line break; throws `SecretStoreError` that names the file.
    public func secret(named name: String) async throws -> String {
        let path = "\(directory)/\(name)"
        guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
            throw SecretStoreError.notFound(name: name, lookedIn: "directory \(directory), where a name is a file name")
        }
        guard FileManager.default.fileExists(atPath: path) else {
            throw SecretStoreError.notFound(name: name, lookedIn: "file \(path)")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SecretStoreError.unavailable("cannot read file \(path); check its rights")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw SecretStoreError.unavailable("file \(path) is not UTF-8 text")
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
