/// A bracketed paste on its way in.
struct Paste {
    typealias Instant = ContinuousClock.Instant

    enum Phase {
        /// Its end is waited for.
        case open
        /// Its end is late, or lost: what comes goes on at once, and is still text.
        case stalled
        /// Its end came. What follows without a pause was not typed either: a mark may have been
        /// part of the text, and keys may have been pressed for another screen.
        case trailing
    }

    /// A megabyte is more than any field takes; the rest is dropped.
    static let limit = 1 << 20
    /// How long nothing comes until what is here goes on without an end.
    static let timeout: Duration = .seconds(2)
    /// The pause that a key needs behind the end: none that a person or a script would notice.
    static let pause: Duration = .milliseconds(5)

    private(set) var phase = Phase.open
    private(set) var last: Instant
    private var bytes: [UInt8] = []
    private var lastScalar: Unicode.Scalar = " "

    init(at now: Instant) { last = now }

    mutating func add(_ byte: UInt8, at now: Instant) {
        last = now
        if bytes.count < Self.limit { bytes.append(byte) }
    }

    /// A key, or a mark, within the paste.
    mutating func drop(at now: Instant) { last = now }

    mutating func stall() { phase = .stalled }

    /// Gives what came last; from here on only what follows at once belongs to the paste.
    mutating func end(at now: Instant) -> String {
        let text = Self.clean(bytes, after: &lastScalar)
        self = Paste(at: now)
        phase = .trailing
        return text
    }

    /// What has come since the last call, but for half a character.
    mutating func take() -> String {
        let half = bytes.takeUnfinished()
        let text = Self.clean(bytes, after: &lastScalar)
        bytes = half
        return text
    }

    func isLate(at now: Instant) -> Bool { phase == .open && now - last >= Self.timeout }

    /// Whether a key can be a key again.
    func isOver(at now: Instant) -> Bool { phase == .trailing && now - last >= Self.pause }

    static func clean(_ bytes: [UInt8]) -> String {
        var last: Unicode.Scalar = " "
        return clean(bytes, after: &last)
    }

    /// Line ends become `\n`, tabs spaces; other controls go, so that no paste can end itself.
    private static func clean(_ bytes: [UInt8], after last: inout Unicode.Scalar) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if let kept = kept(scalar, after: last) { scalars.append(kept) }
            last = scalar
        }
        return String(scalars)
    }

    private static func kept(_ scalar: Unicode.Scalar, after last: Unicode.Scalar) -> Unicode
        .Scalar?
    {
        switch scalar {
        case "\r": "\n"
        case "\n": last == "\r" ? nil : "\n"
        case "\t": " "
        default: scalar.properties.generalCategory == .control ? nil : scalar
        }
    }
}

extension [UInt8] {
    /// Takes the half of a character off the end, whose other half is on its way.
    mutating func takeUnfinished() -> [UInt8] {
        guard let start = suffix(3).lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return [] }
        let wanted =
            switch self[start] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        guard count - start < wanted else { return [] }
        defer { removeSubrange(start...) }
        return Array(self[start...])
    }
}
