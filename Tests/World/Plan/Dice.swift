import Apixo
import Tasks

/// The only chance there is in a world: the same seed throws the same numbers.
struct Dice {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    mutating func happens(_ chance: Double) -> Bool {
        chance > 0 && share() < chance
    }

    /// Between 0 and 1.
    mutating func share() -> Double { Double(random.next() >> 11) / Double(1 << 53) }

    mutating func seconds(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + share() * (range.upperBound - range.lowerBound)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(random.next() % UInt64(range.count))
    }

    mutating func pick<Item>(_ items: [Item]) -> Item { items[number(0...items.count - 1)] }

    mutating func seed() -> UInt64 { random.next() }
}
