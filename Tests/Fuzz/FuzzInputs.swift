/// Many inputs, told apart by their seeds.
public struct FuzzInputs: Sendable {
    public let first: UInt64
    public let count: Int

    public init(first: UInt64, count: Int) {
        self.first = first
        self.count = count
    }

    /// The first input that is complained about; `before` hears each seed, as a trap ends all.
    public func firstComplaint(before: (UInt64) -> Void = { _ in }) -> Complaint? {
        let scratch = Scratch()
        for place in 0..<count {
            let seed = first &+ UInt64(place)
            before(seed)
            let input = FuzzInput(seed: seed)
            if let text = input.complaint(in: scratch) {
                return Complaint(seed: seed, reader: input.reader, text: text)
            }
        }
        return nil
    }
}

public struct Complaint: Sendable, CustomStringConvertible {
    public let seed: UInt64
    public let reader: Reader
    public let text: String

    public var description: String { "seed \(seed), \(reader): \(text)" }
}
