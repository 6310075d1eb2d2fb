import Glibc
import Tasks

/// A moment in the user's time zone, for names of files.
struct LocalTime {
    private let parts: tm

    init(_ moment: Timestamp) {
        var seconds = time_t(moment.milliseconds / 1000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        self.parts = parts
    }

    static var now: LocalTime { LocalTime(SteadyClock().now) }

    /// `2026-11-20`
    var day: String { Self.join([Int(parts.tm_year) + 1900, month, Int(parts.tm_mday)], "-") }
    /// `231500`
    var time: String { Self.join([parts.tm_hour, parts.tm_min, parts.tm_sec].map(Int.init), "") }

    private var month: Int { Int(parts.tm_mon) + 1 }

    private static func join(_ numbers: [Int], _ separator: String) -> String {
        numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: separator)
    }
}
