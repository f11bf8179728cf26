/// The port through which all chance and identity come.
public protocol RandomSource: Sendable {
    /// Sixty-four uniformly distributed bits.
    func next() -> UInt64
}

extension RandomSource {
    /// Thirty-two lowercase hexadecimal digits, unique for all practical purposes.
    public func identifier() -> String {
        hexadecimal(next()) + hexadecimal(next())
    }

    private func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
