import Apixo
import Tasks

/// A way in which a good input goes wrong.
enum ByteMutation: CaseIterable {
    case flip, drop, cut, double, insert, number, move

    static func noise(using random: inout SplitMix) -> [UInt8] {
        let count = Int.random(in: 0...400, using: &random)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    func applied(to bytes: [UInt8], using random: inout SplitMix) -> [UInt8] {
        guard !bytes.isEmpty else { return Self.piece(using: &random) }
        var bytes = bytes
        let part = Self.part(of: bytes, using: &random)
        switch self {
        case .flip: bytes[part.lowerBound] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case .drop: bytes.removeSubrange(part)
        case .cut: bytes.removeSubrange(part.lowerBound...)
        case .double: bytes.insert(contentsOf: bytes[part], at: part.lowerBound)
        case .insert: bytes.insert(contentsOf: Self.piece(using: &random), at: part.lowerBound)
        case .number: Self.changeNumber(in: &bytes, after: part.lowerBound, using: &random)
        case .move:
            let moved = bytes[part]
            bytes.removeSubrange(part)
            let place = Int.random(in: 0...bytes.count, using: &random)
            bytes.insert(contentsOf: moved, at: place)
        }
        return bytes
    }

    private static func part(of bytes: [UInt8], using random: inout SplitMix) -> Range<Int> {
        let start = Int.random(in: bytes.indices, using: &random)
        let longest = Bool.random(using: &random) ? 8 : 200
        return start..<min(bytes.count, start + Int.random(in: 1...longest, using: &random))
    }

    /// What readers trip over.
    private static let pieces = [
        "\"", "'", "\"\"\"", "[", "]", "[[", "{", "}", "\n", "\r\n", "\r", "\\", "\\u0000",
        "\\ud800", "#", "=", ",", ":", "null", "true", "nan", "-inf", "1e999", "-", "0x", "NaN",
        "9223372036854775807", "-9223372036854775808", "1e308", "0.1", "1979-05-27T07:32:00Z",
        "\u{1B}[2J", "\u{1B}]52;c;AA==\u{7}", "\u{9B}31m", "\u{202E}", "\u{200B}", "\u{FEFF}",
        "\u{0}", "\u{7}", "\u{8}", "[#", "[a.b]", "[\"\"]", "a.b.c=1", "(?", "{99999999}", "(?<",
        "\\p{", "[a-", "*", "https://", "http://[::1", "../", "resultUrls", "\"data\":",
        "e\u{301}\u{301}\u{301}", "👨‍👩‍👧", "\u{FFFF}", "\u{85}", "\u{2028}", "\u{2029}", "\u{A0}",
        "\u{3000}", "\u{180E}", "\u{B}", "\u{C}", "[\u{85}", ",\u{2028}1",
    ]

    private static func piece(using random: inout SplitMix) -> [UInt8] {
        let piece = pieces[Int.random(in: pieces.indices, using: &random)]
        let isMany = Int.random(in: 0..<20, using: &random) == 0
        let count = isMany ? Int.random(in: 2...2000, using: &random) : 1
        return Array(String(repeating: piece, count: count).utf8)
    }

    private static let numbers = [
        "0", "-1", "1e9", "1e400", "9223372036854775807", "9223372036854775808", "0.0", "-0",
        "inf", "-nan", "1.5", "253402300800000", "00", "1_000", "0x7fffffffffffffff",
    ]

    private static func changeNumber(
        in bytes: inout [UInt8],
        after start: Int,
        using random: inout SplitMix,
    ) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = bytes[start...].firstIndex(where: digits.contains) else { return }
        let end = bytes[first...].firstIndex { !digits.contains($0) } ?? bytes.endIndex
        let number = numbers[Int.random(in: numbers.indices, using: &random)]
        bytes.replaceSubrange(first..<end, with: number.utf8)
    }
}
