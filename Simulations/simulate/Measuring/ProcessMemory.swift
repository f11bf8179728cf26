#if canImport(Glibc)
    internal import Glibc
#endif

/// How much memory the process came to need since an instant, where the system tells.
struct ProcessMemory {
    private let before: Int?

    /// Starts over from here.
    init() {
        ProcessMemory.forgetPeak()
        before = ProcessMemory.kilobytes(of: "VmRSS:")
    }

    /// Bytes by which the peak since the beginning is above what was in use then; nil where the system does not tell.
    var peakGrowth: Int? {
        guard let before, let peak = ProcessMemory.kilobytes(of: "VmHWM:") else { return nil }
        return max(0, peak - before) * 1_024
    }

    #if canImport(Glibc)
        private static func forgetPeak() {
            guard let file = fopen("/proc/self/clear_refs", "w") else { return }
            fputs("5", file)
            fclose(file)
        }

        private static func kilobytes(of field: String) -> Int? {
            guard let file = fopen("/proc/self/status", "r") else { return nil }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 256)
            while fgets(&line, Int32(line.count), file) != nil {
                let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                guard text.hasPrefix(field) else { continue }
                return text.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }
            }
            return nil
        }
    #else
        private static func forgetPeak() {}

        private static func kilobytes(of field: String) -> Int? { nil }
    #endif
}
