import Glibc

/// Where a text holds a secret, however it is spelled.
///
/// A service that repeats a request may do so inside JSON (`\/`, `\u003d`), a URL (`%3D`), a page
/// (`&#61;`), a dump (hex) or a token (base64), and one inside another. So the text is searched as
/// it came and after each layer of escapes is taken off, and every byte knows where it came from.
struct KeySpellings {
    /// Layers of escapes that are taken off.
    private static let depth = 6

    private let needles: [[UInt8]]

    init(of secret: String) {
        let bytes = Array(secret.utf8)
        needles = ([bytes] + Self.hex(bytes) + Self.base64(bytes)).reduce(into: []) { all, needle in
            if needle.count >= 8, !all.contains(needle) { all.append(needle) }
        }
    }

    /// The same text with stars in place of the secret; its length stays.
    func starred(_ text: [UInt8]) -> [UInt8] {
        var stars = places(in: text)
        let marks = EscapedText.marks.filter { text.place(of: $0) != nil }
        let whole = EscapedText(marks.isEmpty ? [] : text)
        // A key may hold what looks like an escape of one kind, and be spelled in another.
        for marks in [EscapedText.marks] + marks.map({ [$0] }) {
            var layer = whole
            for _ in 0..<Self.depth where layer.unescape(marks) {
                stars += places(in: layer.bytes).map(layer.origin)
            }
        }
        var text = text
        for index in stars.joined() { text[index] = UInt8(ascii: "*") }
        return text
    }

    private func places(in text: [UInt8]) -> [Range<Int>] {
        needles.flatMap { needle in
            text.places(of: needle).map { $0..<$0 + needle.count }
        }
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
    /// Where each byte began at first, and where the last one ended.
    private var starts: [Int]

    init(_ text: [UInt8]) {
        bytes = text
        starts = Array(0...text.count)
    }

    /// The bytes with which escapes begin.
    static let marks = Array(#"\%&"#.utf8)

    func origin(of place: Range<Int>) -> Range<Int> {
        starts[place.lowerBound]..<starts[place.upperBound]
    }

    /// Takes one layer off; false when there was none.
    mutating func unescape(_ marks: [UInt8]) -> Bool {
        guard marks.contains(where: { bytes.place(of: $0) != nil }) else { return false }
        var isMark = [Bool](repeating: false, count: 256)
        for mark in marks { isMark[Int(mark)] = true }
        let whole = bytes.count
        let rest = Self.unescape(&bytes, &starts, whole, isMark)
        bytes.removeLast(whole - rest)
        starts.removeLast(whole - rest)
        return rest < whole
    }

    /// In place, as the plain text is never longer; returns its length. It may be long, so this goes
    /// by pointers, which cost little where nothing is optimized.
    private static func unescape(
        _ text: UnsafeMutablePointer<UInt8>,
        _ starts: UnsafeMutablePointer<Int>,
        _ count: Int,
        _ isMark: UnsafePointer<Bool>,
    ) -> Int {
        var (from, to) = (0, 0)
        while from < count {
            var (byte, length) = (text[from], 1)
            if isMark[Int(byte)] {
                let escape = Escape(text + from, count - from)
                if let found = escape.spelled { (byte, length) = found }
            }
            text[to] = byte
            starts[to] = starts[from]
            from += length
            to += 1
        }
        starts[to] = starts[count]
        return to
    }
}

/// What may be an escape, at the beginning of the rest of a text.
private struct Escape {
    private let text: UnsafeMutablePointer<UInt8>
    private let count: Int

    init(_ text: UnsafeMutablePointer<UInt8>, _ count: Int) {
        self.text = text
        self.count = count
    }

    /// The byte that is spelled here and how many bytes spell it.
    var spelled: (UInt8, Int)? {
        switch text[0] {
        case 0x5C: backslash
        case 0x25: number(at: 1, digits: 2).map { ($0, 3) }
        default: reference
        }
    }

    private var backslash: (UInt8, Int)? {
        guard count > 1 else { return nil }
        let kind = text[1]
        switch Unicode.Scalar(kind) {
        case "u": return number(at: 2, digits: 4).map { ($0, 6) }
        case "x": return number(at: 2, digits: 2).map { ($0, 4) }
        // They stand for controls, which no key holds.
        case "b", "f", "n", "r", "t": return nil
        default: return kind > 0x20 && kind < 0x7F ? (kind, 2) : nil
        }
    }

    /// `&#61;` or `&#x3d;`.
    private var reference: (UInt8, Int)? {
        guard count > 3, text[1] == UInt8(ascii: "#") else { return nil }
        let isHex = text[2] | 0x20 == UInt8(ascii: "x")
        let start = isHex ? 3 : 2
        var (value, end) = (0, start)
        while end < min(count, start + 7), let digit = digit(at: end), isHex || digit < 10 {
            value = value * (isHex ? 16 : 10) + digit
            end += 1
        }
        guard end > start, end < count, text[end] == UInt8(ascii: ";") else { return nil }
        return UInt8(exactly: value).map { ($0, end + 1) }
    }

    /// A hexadecimal number of visible ASCII.
    private func number(at index: Int, digits: Int) -> UInt8? {
        guard index + digits <= count else { return nil }
        var value = 0
        for place in index..<index + digits {
            guard let digit = digit(at: place) else { return nil }
            value = value << 4 | digit
        }
        return value > 0x20 && value < 0x7F ? UInt8(value) : nil
    }

    private func digit(at index: Int) -> Int? {
        let byte = text[index]
        if byte >= 0x30, byte <= 0x39 { return Int(byte) - 0x30 }
        let letter = byte | 0x20
        return letter >= 0x61 && letter <= 0x66 ? Int(letter) - 0x61 + 10 : nil
    }
}

extension [UInt8] {
    /// Where a byte stands first.
    fileprivate func place(of byte: UInt8) -> Int? {
        withUnsafeBytes { text in
            guard let base = text.baseAddress, let found = memchr(base, Int32(byte), text.count)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// Where others stand in them, with the C library's search for the first: an answer may be long.
    fileprivate func places(of needle: [UInt8]) -> [Int] {
        guard let first = needle.first else { return [] }
        let end = count - needle.count
        var places: [Int] = []
        withUnsafeBytes { text in
            var start = 0
            while start <= end, let base = text.baseAddress,
                let found = memchr(base + start, Int32(first), end - start + 1)
            {
                start = UnsafeRawPointer(found) - base
                if memcmp(found, needle, needle.count) == 0 { places.append(start) }
                start += 1
            }
        }
        return places
    }
}
