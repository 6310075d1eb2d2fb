/// A bracketed paste on its way in.
struct Paste {
    typealias Instant = ContinuousClock.Instant

    /// A megabyte is more than any field takes; the rest is dropped.
    static let limit = 1 << 20
    /// A paste whose end got lost must not swallow keys for ever.
    static let patience: Duration = .seconds(2)

    private var bytes: [UInt8] = []
    private var last: Instant

    init(at now: Instant) { last = now }

    mutating func add(_ byte: UInt8, at now: Instant) {
        last = now
        if bytes.count < Self.limit { bytes.append(byte) }
    }

    func isOver(at now: Instant) -> Bool { now - last >= Self.patience }

    var text: String { Self.clean(bytes) }

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
