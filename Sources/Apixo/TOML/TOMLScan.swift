/// The marks of a TOML text, one by one, without comments and what strings hold.
struct TOMLScan {
    private var rest: ArraySlice<UInt8>
    private(set) var line = 1

    init(_ text: String) { rest = Array(text.utf8)[...] }

    /// What ends the program in the parser: where a list waits for a value, a `}` or a line end that
    /// Unicode knows and TOML does not.
    static func trap(in text: String) -> (line: Int, reason: String)? {
        var scan = TOMLScan(text)
        var last: UInt8?
        while let mark = scan.next() {
            let isAwaited = [UInt8(ascii: "["), UInt8(ascii: ",")].contains(last)
            if mark == UInt8(ascii: "}"), isAwaited {
                return (scan.line, "there is a } where a value should be")
            }
            if mark == lineSeparator {
                return (scan.line, "there is a Unicode line separator outside quotes")
            }
            last = mark
        }
        return nil
    }

    /// U+0085, U+2028 or U+2029.
    private static let lineSeparator: UInt8 = 0x85

    /// The next mark; a whole string is its quote.
    private mutating func next() -> UInt8? {
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "#"): rest = rest.drop { $0 != UInt8(ascii: "\n") }
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                skipString(byte)
                return byte
            case 0x21...0x7E: return byte
            case 0xC2 where rest.first == 0x85: return Self.lineSeparator
            case 0xE2 where rest.starts(with: [0x80, 0xA8]) || rest.starts(with: [0x80, 0xA9]):
                return Self.lineSeparator
            // Spaces of every alphabet, and what stands nowhere but in strings.
            default: continue
            }
        }
        return nil
    }

    private mutating func skipString(_ quote: UInt8) {
        let end = [UInt8](repeating: quote, count: rest.starts(with: [quote, quote]) ? 3 : 1)
        rest = rest.dropFirst(end.count - 1)
        while let byte = rest.first, !rest.starts(with: end) {
            let isEscape = byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"")
            if byte == UInt8(ascii: "\n") {
                if end.count == 1 { return }
                line += 1
            }
            rest = rest.dropFirst(isEscape && rest.dropFirst().first != UInt8(ascii: "\n") ? 2 : 1)
        }
        rest = rest.dropFirst(end.count)
        // A long string may end in two quotes of its own.
        for _ in 0..<2 where end.count == 3 && rest.first == quote { rest = rest.dropFirst() }
    }
}
