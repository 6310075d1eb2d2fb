import Apixo
import Tasks

/// One made-up input: its seed says for which reader it is and every byte of it.
public struct FuzzInput: Sendable {
    public let reader: Reader
    public let bytes: [UInt8]

    public init(seed: UInt64) {
        var random = SplitMix(seed: seed)
        reader = Reader(of: seed)
        bytes = reader.bytes(using: &random)
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Lets the reader read it; what it says that it should not, or nil when all is well.
    public func complaint(in scratch: Scratch) -> String? {
        reader.complaint(about: bytes, in: scratch)
    }
}

extension Reader {
    /// One input in so many is a journal: to open and draw one takes as long as a hundred others.
    public static let journalShare: UInt64 = 400

    private static let others = allCases.filter { $0 != .journal }

    fileprivate init(of seed: UInt64) {
        let other = Self.others[Int(seed % UInt64(Self.others.count))]
        self = seed % Self.journalShare == 0 ? .journal : other
    }

    /// Noise is told at once to be no journal.
    private static func journalBytes(using random: inout SplitMix) -> [UInt8] {
        let count = Int.random(in: 0...4, using: &random)
        return (0..<count).reduce(JournalFile.bytes) { bytes, _ in
            PageMutation.all.randomElement(using: &random)?.applied(to: bytes, using: &random)
                ?? bytes
        }
    }

    /// A tenth is noise, a tenth is whole, the rest is a good input gone wrong.
    fileprivate func bytes(using random: inout SplitMix) -> [UInt8] {
        if self == .journal { return Self.journalBytes(using: &random) }
        let choice = Int.random(in: 0..<10, using: &random)
        if choice == 0 { return ByteMutation.noise(using: &random) }
        let good = Array(seeds[Int.random(in: seeds.indices, using: &random)].utf8)
        if choice == 1 { return good }
        let count = Int.random(in: 1...6, using: &random)
        return (0..<count).reduce(good) { bytes, _ in
            ByteMutation.allCases.randomElement(using: &random)?.applied(to: bytes, using: &random)
                ?? bytes
        }
    }
}
