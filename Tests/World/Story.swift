import Tasks

/// What happened, in plain words, for whoever replays a seed.
struct Story {
    let isTold: Bool
    private(set) var lines: [String] = []

    init(isTold: Bool) { self.isTold = isTold }

    mutating func add(_ line: String, at now: Timestamp) {
        let milliseconds = now.milliseconds - World.beginning.milliseconds
        let fraction = String(1000 + milliseconds % 1000).dropFirst()
        let seconds = String(milliseconds / 1000)
        let indent = String(repeating: " ", count: max(0, 6 - seconds.count))
        lines.append("\(indent)\(seconds).\(fraction) s  \(line)")
    }
}
