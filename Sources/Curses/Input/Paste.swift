/// A bracketed paste on its way in.
struct Paste {
    typealias Instant = ContinuousClock.Instant

    /// A megabyte is more than any field takes; the rest is dropped.
    static let limit = 1 << 20
    private static let endMark = Array("\u{1B}[201~".utf8)

    /// Nothing has come for a while. What comes later still belongs to it: on a line that stood
    /// still, the rest of a paste must not be taken for keys.
    private(set) var isStalled = false
    private var bytes: [UInt8] = []
    private var last: Instant

    init(at now: Instant) { last = now }

    /// Says whether the end mark has come in pieces.
    mutating func add(_ byte: UInt8, at now: Instant) -> Bool {
        last = now
        if bytes.count < Self.limit + Self.endMark.count { bytes.append(byte) }
        guard byte == Self.endMark.last, bytes.suffix(Self.endMark.count) == Self.endMark[...]
        else { return false }
        bytes.removeLast(Self.endMark.count)
        return true
    }

    /// How long to wait for more; nil when nothing hangs on it.
    var patience: Duration? {
        if isStalled, bytes.isEmpty { return nil }
        return isLeft ? .milliseconds(500) : .seconds(2)
    }

    /// Escape alone is the user's way out of a paste whose end got lost.
    private var isLeft: Bool { isStalled && bytes.last == 27 }

    /// What the silence means: the text that came till now, and whether that was all.
    mutating func takeStalled(at now: Instant) -> (text: String, isLast: Bool)? {
        guard let patience, now - last >= patience else { return nil }
        let taken = (text, isLeft)
        bytes = []
        isStalled = true
        return taken
    }

    var text: String { Self.clean(Array(bytes.prefix(Self.limit))) }

    /// Line ends become `\n`, tabs spaces; other controls go, so that no paste can end itself.
    static func clean(_ bytes: [UInt8]) -> String {
        var scalars = String.UnicodeScalarView()
        var last: Unicode.Scalar = " "
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
