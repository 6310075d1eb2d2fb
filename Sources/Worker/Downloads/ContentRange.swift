/// What a server says of the part it sends: `bytes 5-9/10`, or `bytes */10` when it sends none.
struct ContentRange: Hashable {
    var start: Int?
    var total: Int?

    init?(_ text: String) {
        guard text.lowercased().hasPrefix("bytes ") else { return nil }
        let parts = text.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        start = parts[0].split(separator: "-").first.flatMap { Int($0) }
        total = Int(parts[1])
    }
}
