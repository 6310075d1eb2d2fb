import Glibc
import Tasks

/// The user's time zone, without loading Foundation's calendars.
public enum LocalTime {
    /// Seconds east of Greenwich now.
    public static var offset: Int { parts(of: time(nil)).tm_gmtoff }

    fileprivate static func parts(of seconds: time_t) -> tm {
        var seconds = seconds
        var parts = tm()
        localtime_r(&seconds, &parts)
        return parts
    }
}

extension Timestamp {
    /// Local time, to the second: `2026-11-20 23:15:00`.
    public var text: String {
        let parts = LocalTime.parts(of: time_t(milliseconds / 1000))
        let day = [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday].map(\.twoDigits)
        let time = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(\.twoDigits)
        return day.joined(separator: "-") + " " + time.joined(separator: ":")
    }
}

extension Int32 {
    fileprivate var twoDigits: String { self < 10 ? "0\(self)" : "\(self)" }
}
