import Apixo
import Tasks

/// A way in which a file of pages goes wrong.
enum PageMutation {
    case flip, byte, retype, swap, blank, copy, cut

    /// Most files whose pages are gone are told at once; one changed byte leads further in.
    static let all: [PageMutation] =
        [.swap, .blank, .copy, .cut] + Array(repeating: .flip, count: 20)
        + Array(repeating: .byte, count: 20) + Array(repeating: .retype, count: 20)

    func applied(to bytes: [UInt8], using random: inout SplitMix) -> [UInt8] {
        var bytes = bytes
        let size = JournalFile.pageSize
        guard bytes.count >= size else { return bytes }
        let page = Self.page(of: bytes, using: &random)
        let place = Self.place(in: bytes, using: &random)
        switch self {
        case .flip: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case .byte: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case .retype: Self.retype(&bytes, using: &random)
        case .swap, .copy:
            let other = Self.page(of: bytes, using: &random)
            let (one, two) = (Array(bytes[page]), Array(bytes[other]))
            bytes.replaceSubrange(other, with: one)
            if self == .swap { bytes.replaceSubrange(page, with: two) }
        case .blank: bytes.replaceSubrange(page, with: Array(repeating: 0, count: size))
        case .cut: bytes.removeSubrange(page.lowerBound...)
        }
        return bytes
    }

    private static func page(of bytes: [UInt8], using random: inout SplitMix) -> Range<Int> {
        let size = JournalFile.pageSize
        let start = Int.random(in: 0..<(bytes.count / size), using: &random) * size
        return start..<(start + size)
    }

    /// Makes a value of a task one of another type that is as long, which SQLite takes for sound.
    private static func retype(_ bytes: inout [UInt8], using random: inout SplitMix) {
        let pages = JournalFile.taskPages.filter { $0.upperBound <= bytes.count }
        guard let page = pages.randomElement(using: &random) else { return }
        let rows = max(1, Int(bytes[page.lowerBound + 4]))
        let pointer = page.lowerBound + 8 + 2 * Int.random(in: 0..<rows, using: &random)
        guard pointer + 1 < page.upperBound else { return }
        let row = Int(bytes[pointer]) << 8 | Int(bytes[pointer + 1])
        // Its length and number come first, then the types of its values.
        let place = page.lowerBound + row + Int.random(in: 4..<36, using: &random)
        guard place < page.upperBound, bytes[place] < 128 else { return }
        let types = types(asLongAs: bytes[place])
        bytes[place] = types.randomElement(using: &random) ?? bytes[place]
    }

    /// The numbers SQLite's file format gives to types: NULL, integers, a float, 0, 1, blob, text.
    private static func types(asLongAs type: UInt8) -> [UInt8] {
        let lengths: [UInt8] = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]
        let length = type < 10 ? lengths[Int(type)] : (max(type, 12) - 12) / 2
        let numbers = (0..<10 as Range<UInt8>).filter { lengths[Int($0)] == length }
        return numbers + [length * 2 + 12, length * 2 + 13]
    }

    /// Every other time among the tasks. Not in the space between rows, where nobody reads.
    private static func place(in bytes: [UInt8], using random: inout SplitMix) -> Int {
        let tasks = JournalFile.taskPages.filter { $0.upperBound <= bytes.count }
        let chosen = Bool.random(using: &random) ? tasks.randomElement(using: &random) : nil
        let page = chosen ?? page(of: bytes, using: &random)
        let start = Int.random(in: page, using: &random)
        return bytes[start...].firstIndex { $0 != 0 } ?? start
    }
}
