import Glibc

/// Processor time and memory of the server's processes.
package struct ServerUsage {
    package private(set) var userSeconds = 0.0
    package private(set) var systemSeconds = 0.0
    package private(set) var residentBytes = 0

    package var processorSeconds: Double { userSeconds + systemSeconds }

    /// What those processes used so far.
    package init(_ processes: [Int]) {
        let tick = Double(sysconf(Int32(_SC_CLK_TCK)))
        for process in processes {
            let stat = ServerUsage.text("/proc/\(process)/stat")
            // The name may hold spaces; what follows it does not.
            let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
            guard fields.count > 12 else { continue }
            userSeconds += (Double(fields[11]) ?? 0) / tick
            systemSeconds += (Double(fields[12]) ?? 0) / tick
            let pages = ServerUsage.text("/proc/\(process)/statm").split(separator: " ")
            residentBytes += (pages.count > 1 ? Int(pages[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
        }
    }

    static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}
