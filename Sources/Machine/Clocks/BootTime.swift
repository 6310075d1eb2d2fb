import FoundationEssentials
import Glibc

/// The machine's own clock: it counts from the boot, through sleep, and nobody can set it.
package struct BootTime: Sendable, Hashable {
    /// Tells one boot of the machine from another; nil where the kernel does not say.
    package var boot: String?
    /// Milliseconds since the boot.
    package var uptime: Int

    package init(boot: String?, uptime: Int) {
        self.boot = boot
        self.uptime = uptime
    }

    package static var now: BootTime { BootTime(boot: thisBoot, uptime: uptimeNow) }

    private static let thisBoot: String? = {
        let bytes = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        let id = bytes?.split(whereSeparator: \.isWhitespace).first
        return id.map(String.init)
    }()

    private static var uptimeNow: Int {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
