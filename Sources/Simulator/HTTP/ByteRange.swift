/// The part of a file that a `Range` header asks for.
enum ByteRange: Hashable, Sendable {
    case whole
    case part(ClosedRange<Int>)
    case outside

    /// Anything but one range of bytes is passed over, as RFC 9110 allows.
    init(_ header: String?, of count: Int) {
        guard let header, header.hasPrefix("bytes="), !header.contains(",") else {
            self = .whole
            return
        }
        let ends = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else {
            self = .whole
            return
        }
        switch (Int(ends[0]), Int(ends[1]), ends[0].isEmpty, ends[1].isEmpty) {
        case (let first?, _, _, true): self = Self.part(first, count - 1, of: count)
        case (let first?, let last?, _, _) where first <= last:
            self = Self.part(first, last, of: count)
        case (_, let length?, true, _) where length > 0:
            self = Self.part(max(0, count - length), count - 1, of: count)
        case (_, 0?, true, _): self = .outside
        default: self = .whole
        }
    }

    private static func part(_ first: Int, _ last: Int, of count: Int) -> ByteRange {
        first < count ? .part(first...min(last, count - 1)) : .outside
    }
}
