import GRDB
import Machine
import Tasks

extension Journal {
    /// How many milliseconds ago something was written down. The wall clock, which may have been set
    /// since, is asked only about an earlier boot.
    static func age(byWall column: String) -> String {
        "max(0, CASE WHEN boot = :boot THEN :uptime - uptime ELSE :now - \(column) END)"
    }

    static func clocks(_ now: Timestamp, _ machine: BootTime) -> StatementArguments {
        ["boot": machine.boot, "uptime": machine.uptime, "now": now.milliseconds]
    }
}
