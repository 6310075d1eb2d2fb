/// What became of the rows of a damaged journal.
struct SalvageOutcome {
    var tasks = 0
    var files = 0
    /// Tasks without their request, put together from the indexes.
    var pieced: [Int] = []
    /// Tasks that are known to have been there.
    var lost: [Int] = []

    var isEmpty: Bool { tasks + pieced.count == 0 }

    var words: String {
        if isEmpty { return "nothing of it could be read, and a new one begins" }
        var parts = ["\(tasks) tasks and \(files) result files were carried over to a new one"]
        if !pieced.isEmpty {
            parts.append("of \(Self.names(pieced)) only the state and the taskId, not the request")
        }
        parts.append(lost.isEmpty ? "no task is missing" : "\(Self.names(lost)) could not be read")
        return parts.joined(separator: "; ")
    }

    /// `#3, #7-#9`
    private static func names(_ numbers: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers.sorted() {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        let names = ranges.prefix(8).map { range in
            range.count == 1 ? "#\(range.lowerBound)" : "#\(range.lowerBound)-#\(range.upperBound)"
        }
        return names.joined(separator: ", ") + (ranges.count > 8 ? ", …" : "")
    }
}
