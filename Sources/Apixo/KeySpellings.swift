/// Where a text holds a secret, however it is spelled.
///
/// A service that repeats a request may do so inside JSON (`\/`, `\u003d`), a URL (`%3D`), a page
/// (`&#61;`), a dump (hex) or a token (base64), and one inside another. So the text is searched as
/// it came and after each layer of escapes is taken off, and every byte knows where it came from.
struct KeySpellings {
    /// Layers of escapes that are taken off.
    private static let depth = 6

    private let needles: [[UInt8]]
    /// Whether a needle begins with the byte.
    private var begins = [Bool](repeating: false, count: 256)

    init(of secret: String) {
        let bytes = Array(secret.utf8)
        needles = ([bytes] + Self.hex(bytes) + Self.base64(bytes)).reduce(into: []) { all, needle in
            if needle.count >= 8, !all.contains(needle) { all.append(needle) }
        }
        for needle in needles { begins[Int(needle[0])] = true }
    }

    /// The same text with stars in place of the secret; its length stays.
    func starred(_ text: [UInt8]) -> [UInt8] {
        var stars = places(in: text)
        if text.contains(where: EscapedText.starts) {
            // A key may hold what looks like an escape of one kind, and be spelled in another.
            for kinds in EscapedText.Kind.mixtures {
                var layer = EscapedText(text)
                for _ in 0..<Self.depth where layer.unescape(kinds) {
                    stars += places(in: layer.bytes).map(layer.origin)
                }
            }
        }
        var text = text
        for index in stars.joined() { text[index] = UInt8(ascii: "*") }
        return text
    }

    private func places(in text: [UInt8]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        for index in text.indices where begins[Int(text[index])] {
            for needle in needles
            where needle[0] == text[index] && text[index...].starts(with: needle) {
                places.append(index..<index + needle.count)
            }
        }
        return places
    }

    private static func hex(_ bytes: [UInt8]) -> [[UInt8]] {
        ["0123456789abcdef", "0123456789ABCDEF"].map { digits in
            let digits = Array(digits.utf8)
            return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        }
    }

    /// What base64 makes of the bytes wherever they stand in a longer text: those letters that hang
    /// on nothing before or behind them, at each of the three places in a group.
    private static func base64(_ bytes: [UInt8]) -> [[UInt8]] {
        let common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return ["+/", "-_"].flatMap { special in
            let letters = Array((common + special).utf8)
            return (0..<3).map { shift in
                let first = (shift * 8 + 5) / 6
                let end = (shift + bytes.count) * 8 / 6
                return (first..<max(first, end)).map { letters[sextet($0, of: bytes, shift)] }
            }
        }
    }

    /// Six bits of the bytes, before which `shift` others stand.
    private static func sextet(_ index: Int, of bytes: [UInt8], _ shift: Int) -> Int {
        (0..<6).reduce(0) { value, bit in
            let place = index * 6 + bit - shift * 8
            return value << 1 | Int(bytes[place / 8] >> (7 - place % 8)) & 1
        }
    }
}

/// A text from which layers of escapes are taken, each byte with the place it had at first.
struct EscapedText {
    private(set) var bytes: [UInt8]
    private var origins: [Range<Int>]

    init(_ text: [UInt8]) {
        bytes = text
        origins = text.indices.map { $0..<$0 + 1 }
    }

    enum Kind: CaseIterable {
        case backslash, percent, reference

        /// All together, and each alone.
        static let mixtures = [Set(allCases)] + allCases.map { [$0] }
    }

    static func starts(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "&")
    }

    func origin(of place: Range<Int>) -> Range<Int> {
        origins[place.lowerBound].lowerBound..<origins[place.upperBound - 1].upperBound
    }

    /// Takes one layer off; false when there was none.
    mutating func unescape(_ kinds: Set<Kind>) -> Bool {
        // A long text without any is gone through at once.
        var isChanged = false
        for index in bytes.indices where Self.starts(bytes[index]) && !isChanged {
            isChanged = escape(at: index, kinds) != nil
        }
        guard isChanged else { return false }
        var next = EscapedText([])
        var index = 0
        while index < bytes.count {
            let (byte, length) = escape(at: index, kinds) ?? (bytes[index], 1)
            let origin = origins[index].lowerBound..<origins[index + length - 1].upperBound
            next.bytes.append(byte)
            next.origins.append(origin)
            index += length
        }
        self = next
        return true
    }

    /// The byte that is spelled here and how many bytes spell it.
    private func escape(at index: Int, _ kinds: Set<Kind>) -> (UInt8, Int)? {
        switch bytes[index] {
        case UInt8(ascii: "\\") where kinds.contains(.backslash): backslash(at: index)
        case UInt8(ascii: "%") where kinds.contains(.percent):
            number(at: index + 1, digits: 2).map { ($0, 3) }
        case UInt8(ascii: "&") where kinds.contains(.reference): reference(at: index)
        default: nil
        }
    }

    private func backslash(at index: Int) -> (UInt8, Int)? {
        guard index + 1 < bytes.count else { return nil }
        let kind = bytes[index + 1]
        if kind == UInt8(ascii: "u"), let byte = number(at: index + 2, digits: 4) {
            return (byte, 6)
        }
        if kind == UInt8(ascii: "x"), let byte = number(at: index + 2, digits: 2) {
            return (byte, 4)
        }
        // Other letters and numbers stand for controls, which no key holds.
        return (0x21...0x7E).contains(kind) && !"bfnrtux".utf8.contains(kind) ? (kind, 2) : nil
    }

    /// `&#61;` or `&#x3d;`.
    private func reference(at index: Int) -> (UInt8, Int)? {
        guard index + 3 < bytes.count, bytes[index + 1] == UInt8(ascii: "#"),
            let end = bytes[index...].prefix(10).firstIndex(of: UInt8(ascii: ";"))
        else { return nil }
        let text = String(decoding: bytes[(index + 2)..<end], as: UTF8.self).lowercased()
        let byte = text.hasPrefix("x") ? UInt8(text.dropFirst(), radix: 16) : UInt8(text)
        return byte.map { ($0, end - index + 1) }
    }

    /// A hexadecimal number of visible ASCII.
    private func number(at index: Int, digits: Int) -> UInt8? {
        guard index + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[index..<index + digits] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | digit
        }
        return (0x21...0x7E).contains(value) ? UInt8(value) : nil
    }
}
