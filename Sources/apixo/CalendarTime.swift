import Glibc
import Tasks

/// A time as people write it: `2026-11-20`, `2026-11-20T18:00`, `2026-11-20T18:00:00Z`; local
/// unless it ends in Z.
struct CalendarTime {
    private var parts: tm
    private let isUTC: Bool

    init?(_ text: String) {
        isUTC = text.hasSuffix("Z")
        let halves = text.dropLast(isUTC ? 1 : 0).split(
            separator: "T",
            omittingEmptySubsequences: false,
        )
        guard (1...2).contains(halves.count), let day = Self.numbers(halves[0], "-", [4, 2, 2]),
            (1970...9999).contains(day[0]), (1...12).contains(day[1]), (1...31).contains(day[2])
        else { return nil }
        var time: [Int32] = []
        if halves.count == 2 {
            let whole = Self.numbers(halves[1], ":", [2, 2, 2])
            guard let found = whole ?? Self.numbers(halves[1], ":", [2, 2]),
                zip(found, [23, 59, 60]).allSatisfy({ $0 <= $1 })
            else { return nil }
            time = found
        }
        parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (day[0] - 1900, day[1] - 1, day[2])
        if time.count > 1 { (parts.tm_hour, parts.tm_min) = (time[0], time[1]) }
        if time.count > 2 { parts.tm_sec = time[2] }
        parts.tm_isdst = -1
    }

    var moment: Moment {
        var parts = parts
        let seconds = isUTC ? timegm(&parts) : mktime(&parts)
        return Moment(milliseconds: max(0, seconds) * 1000)
    }

    private static func numbers(
        _ text: Substring,
        _ separator: Character,
        _ widths: [Int],
    ) -> [Int32]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.count) == widths, parts.joined().allSatisfy(\.isASCII) else { return nil }
        let numbers = parts.compactMap { part in part.first == "+" ? nil : Int32(part) }
        return numbers.count == widths.count && numbers.allSatisfy { $0 >= 0 } ? numbers : nil
    }
}
