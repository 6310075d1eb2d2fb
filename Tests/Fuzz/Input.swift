import Tasks

/// One made-up input: its seed says for which reader it is and every byte of it.
public struct Input: Sendable {
    public let reader: Reader
    public let bytes: [UInt8]

    public init(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let readers = Reader.allCases
        reader = readers[Int(seed % UInt64(readers.count))]
        bytes = reader.bytes(using: &random)
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Lets the reader read it; what it says that it should not, or nil when all is well.
    public func complaint(in scratch: Scratch) -> String? {
        reader.complaint(about: bytes, in: scratch)
    }
}

extension Reader {
    /// A tenth is noise, a tenth is whole, the rest is a good input gone wrong.
    fileprivate func bytes(using random: inout SplitMix) -> [UInt8] {
        let choice = Int.random(in: 0..<10, using: &random)
        if choice == 0 { return Mutation.noise(using: &random) }
        let good = Array(seeds[Int.random(in: seeds.indices, using: &random)].utf8)
        if choice == 1 { return good }
        let count = Int.random(in: 1...6, using: &random)
        return (0..<count).reduce(good) { bytes, _ in
            Mutation.allCases.randomElement(using: &random)?.applied(to: bytes, using: &random)
                ?? bytes
        }
    }
}
