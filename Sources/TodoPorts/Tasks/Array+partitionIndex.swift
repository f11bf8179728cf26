extension Array {
    /// The first index whose element is as asked, as all after it are; the count when none is.
    ///
    /// Halves the array, so that it asks of a number of elements that grows by one as the array doubles.
    func partitionIndex(where isBeyond: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
