#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Lines of results, for a person or for a file.
enum StandardOutput {
    /// Prints a line at once, also into a file or a pipe, so that whoever waits sees how far the work is.
    static func print(_ line: String) {
        Swift.print(line)
        fflush(nil)
    }
}
