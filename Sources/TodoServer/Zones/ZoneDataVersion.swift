internal import FoundationEssentials
internal import ServicePorts

/// Which time zone data a directory holds.
public enum ZoneDataVersion {
    /// The release, such as `2025b`, where the data says it: in the first line of `tzdata.zi` or in `+VERSION`.
    ///
    /// Data that does not say it has `files-` and a hash of all names and contents; a directory without any is `none`.
    public static func read(_ directory: String) -> String {
        release(of: directory) ?? hash(of: directory).map { "files-" + $0 } ?? "none"
    }

    /// The release that the data itself names; nil when it names none.
    static func release(of directory: String) -> String? {
        let marker = "# version "
        let head = TextFile.read(directory + "/tzdata.zi")?.prefix { $0 != "\n" }
        if let head, head.hasPrefix(marker) { return word(head.dropFirst(marker.count)) }
        return TextFile.read(directory + "/+VERSION").flatMap { word($0[...]) }
    }

    /// The first word, if it could be a release's name.
    private static func word(_ text: Substring) -> String? {
        let word = text.split(whereSeparator: \.isWhitespace).first ?? ""
        guard (1...40).contains(word.utf8.count),
            word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) })
        else { return nil }
        return String(word)
    }

    private static func hash(of directory: String) -> String? {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
        var hash = StableHash()
        var isEmpty = true
        for path in paths.sorted() {
            guard let file = ZoneFile(directory + "/" + path) else { continue }
            hash.fold(path)
            hash.fold(file.contentHash)
            isEmpty = false
        }
        return isEmpty ? nil : hash.hexadecimal
    }
}
