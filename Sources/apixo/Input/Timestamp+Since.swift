import Glibc
import Tasks

extension Timestamp {
    /// A day, a time or a number of days before `now`, as the user writes it; nil for anything else.
    init?(since text: String, at now: Timestamp) {
        if text.hasSuffix("d") {
            guard let days = Int(text.dropLast()), (0...100_000).contains(days) else { return nil }
            self = now - Double(days) * 86_400
        } else {
            self.init(isoTime: text)
        }
    }

    /// `2026-11-01`, with `T08:30`, `T08:30:15` or `T08:30:15.250` behind it, and `Z` or `+01:00`
    /// behind that; without a zone the user's is meant.
    private init?(isoTime text: String) {
        let day = /(\d{4})-(\d\d)-(\d\d)/
        let time = /[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?/
        guard let date = text.prefixMatch(of: day) else { return nil }
        let rest = text[date.range.upperBound...]
        let clock = rest.wholeMatch(of: time)
        guard rest.isEmpty || clock != nil else { return nil }
        let zone = clock?.5
        let numbers = [date.1, date.2, date.3, clock?.1, clock?.2, clock?.3 ?? "0"]
            .map { $0.flatMap { Int32($0) } ?? 0 }
        var parts = tm()
        (parts.tm_year, parts.tm_mon) = (numbers[0] - 1900, numbers[1] - 1)
        parts.tm_mday = numbers[2]
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[3], numbers[4], numbers[5])
        // The zone decides.
        parts.tm_isdst = -1
        let asked = parts
        var seconds = zone == nil ? mktime(&parts) : timegm(&parts)
        // The 31st of June would be the 1st of July.
        guard parts.tm_mon == asked.tm_mon, parts.tm_mday == asked.tm_mday,
            parts.tm_min == asked.tm_min, parts.tm_sec == asked.tm_sec, asked.tm_hour < 24
        else { return nil }
        if let zone, zone != "Z" {
            guard let offset = Self.offset(zone) else { return nil }
            seconds -= offset
        }
        let digits = "\(clock?.4 ?? "")000".prefix(3)
        self.init(milliseconds: seconds * 1000 + (Int(digits) ?? 0))
    }

    /// Seconds east of Greenwich.
    private static func offset(_ zone: Substring) -> Int? {
        let digits = zone.dropFirst().filter { $0 != ":" }
        guard let hours = Int(digits.prefix(2)), let minutes = Int(digits.suffix(2)), hours < 24,
            minutes < 60
        else { return nil }
        return (zone.first == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
