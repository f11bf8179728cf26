internal import FoundationEssentials

/// What tells one replica of a service from another.
enum ReplicaName {
    /// The machine's name, which in a cluster is the pod's, and the port.
    static func current(port: Int) -> String {
        let host = ProcessInfo.processInfo.hostName.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return "\(host)-\(port)"
    }
}
