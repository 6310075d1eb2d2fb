/// Leaves out colours that are set already: ncurses sends foreground and background together, though
/// mostly only one of them changes.
struct ColorRepetitions {
    private static let escape: UInt8 = 0x1B
    private var foreground: ArraySlice<UInt8>?
    private var background: ArraySlice<UInt8>?

    /// The same picture in fewer bytes. Nothing is taken for known at the start of a frame.
    static func removed(from frame: [UInt8]) -> [UInt8] {
        var colors = ColorRepetitions()
        var result: [UInt8] = []
        result.reserveCapacity(frame.count)
        var rest = frame[...]
        while let start = rest.firstIndex(of: escape) {
            result += rest[..<start]
            let sequence = Self.sequence(at: start, in: rest)
            if !colors.isRepetition(sequence) { result += sequence }
            rest = rest[sequence.endIndex...]
        }
        return result + rest
    }

    /// From the escape to the final letter; only `ESC [ … letter` is longer than two bytes.
    private static func sequence(at start: Int, in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard start + 1 < bytes.endIndex, bytes[start + 1] == UInt8(ascii: "[") else {
            return bytes[start..<min(start + 2, bytes.endIndex)]
        }
        let end = bytes[(start + 2)...].firstIndex { (0x40...0x7E).contains($0) }
        return bytes[start...(end ?? bytes.endIndex - 1)]
    }

    private mutating func isRepetition(_ sequence: ArraySlice<UInt8>) -> Bool {
        guard sequence.last == UInt8(ascii: "m") else { return false }
        if sequence.starts(with: "\u{1B}[38;5;".utf8) {
            defer { foreground = sequence }
            return foreground == sequence
        }
        if sequence.starts(with: "\u{1B}[48;5;".utf8) {
            defer { background = sequence }
            return background == sequence
        }
        (foreground, background) = (nil, nil)
        return false
    }
}
