import Glibc
import Tasks

extension TimeZoneRules {
    /// Those of the user, as the machine has them at the time of asking: the one place that knows.
    public static let local = TimeZoneRules { moment in
        var seconds = time_t(moment.milliseconds / 1000)
        var parts = tm()
        // Another zone may have been chosen since.
        tzset()
        localtime_r(&seconds, &parts)
        return parts.tm_gmtoff
    }
}

extension WallClock {
    public static let local = WallClock(.local)
}
