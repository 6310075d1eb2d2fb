/// What went out to the terminal so far.
public struct Traffic: Hashable, Sendable {
    public private(set) var frames = 0
    public private(set) var writes = 0
    public private(set) var bytes = 0

    mutating func addFrame() { frames += 1 }

    mutating func add(bytes count: Int) {
        writes += 1
        bytes += count
    }
}
