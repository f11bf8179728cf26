import Glibc

/// The command line: names with values, some of them more than once.
package struct LoadOptions {
    private let usage: String
    private var values: [String: [String]] = [:]

    /// Reads arguments that may have those names; the usage is told where they do not.
    package init(_ arguments: [String], names: [String], usage: String) throws {
        self.usage = usage
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard name.hasPrefix("--"), names.contains(String(name.dropFirst(2))) else {
                throw LoadError(description: "no option '\(name)'\n\n\(usage)")
            }
            guard let value = rest.popFirst() else { throw LoadError(description: "\(name) needs a value") }
            values[String(name.dropFirst(2)), default: []].append(value)
        }
    }

    package func all(_ name: String) -> [String] { values[name] ?? [] }
    package func text(_ name: String) -> String? { values[name]?.last }

    package func required(_ name: String) throws -> String {
        guard let text = text(name) else {
            throw LoadError(description: "--\(name) is missing\n\n\(usage)")
        }
        return text
    }

    package func integer(_ name: String, default fallback: Int? = nil) throws -> Int {
        guard let text = text(name) else {
            guard let fallback else { throw LoadError(description: "--\(name) is missing") }
            return fallback
        }
        guard let number = Int(text), number > 0 else {
            throw LoadError(description: "--\(name) is '\(text)'; expected a whole number from 1")
        }
        return number
    }

    /// The value's parts between commas as numbers.
    package static func numbers(_ text: String, _ count: Int, of name: String) throws -> [Double] {
        let numbers = text.split(separator: ",").compactMap { Double($0) }
        guard numbers.count == count, numbers.allSatisfy({ $0 > 0 }) else {
            throw LoadError(description: "--\(name) is '\(text)'; expected \(count) numbers with commas between them")
        }
        return numbers
    }

    /// The columns of the values file, one line a user.
    package func columns() throws -> [[String]] {
        guard let path = text("values") else { return [] }
        guard let file = fopen(path, "r") else { throw LoadError.system("--values \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
            line.split(separator: "\t").map(String.init)
        }
    }
}
