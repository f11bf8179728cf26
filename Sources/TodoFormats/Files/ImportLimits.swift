/// How much of a file is read.
public enum ImportLimits {
    /// The most bytes of a file.
    public static let mostBytes: Int = 16 * 1_024 * 1_024
    /// The most items of a file, refused ones counted.
    public static let mostItems: Int = 20_000
    /// The most bytes of one line, or of one field of a table.
    static let mostLineBytes: Int = 256 * 1_024
    /// The most faults that are told; what follows is only counted.
    static let mostFaults: Int = 1_000
}
