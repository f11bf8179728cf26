/// Finds small parts of a list that still show a failure.
public enum DeltaDebugging {
    /// The elements that remain when no chunk, and at last no single one, can be left out.
    ///
    /// `stillFails` runs the case with the elements that it is given, in their order. Chunks are left out from the end,
    /// large ones first, so the number of calls grows with the elements that are needed and not with all of them.
    public static func smallest<Element>(
        of elements: [Element], while stillFails: ([Element]) throws -> Bool
    ) rethrows -> [Element] {
        var smallest = elements
        if try smallest.isEmpty || stillFails([]) { return [] }
        var size = max(1, smallest.count / 2)
        while true {
            let before = smallest.count
            var end = smallest.count
            while end > 0 {
                let start = max(0, end - size)
                let candidate = Array(smallest[..<start] + smallest[end...])
                if try !candidate.isEmpty && stillFails(candidate) { smallest = candidate }
                end = start
            }
            if size == 1, smallest.count == before { return smallest }
            size = max(1, min(size / 2, smallest.count / 2))
        }
    }
}
