import CNcurses
import Glibc

/// A doorbell: any thread may ring, and the thread that waits for the terminal wakes once.
public struct WakePipe: Sendable {
    private let counter: Descriptor

    public init() throws(ScreenError) {
        counter = try Descriptor(cn_doorbell(), from: "eventfd")
    }

    public func ring() {
        var one: UInt64 = 1
        // It fails only when the counter is full, and then the reader wakes anyway.
        _ = write(counter.raw, &one, MemoryLayout<UInt64>.size)
    }

    var descriptor: Int32 { counter.raw }

    /// However often it rang, it is quiet now.
    func drain() {
        var count: UInt64 = 0
        _ = read(counter.raw, &count, MemoryLayout<UInt64>.size)
    }
}
