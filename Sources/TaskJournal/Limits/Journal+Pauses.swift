import Apixo
import Coordination
import GRDB
import Machine
import Tasks

extension Journal {
    /// In milliseconds; what is over is negative. An hour is the most the engine waits.
    private static let longestPause = -(1 << 53)...3_600_000

    /// Until when models are left alone, so that a restart does not forget what a 429 asked for.
    func pauses(
        at now: Timestamp,
        on machine: BootTime = .now,
    ) throws(JournalError) -> [ModelID: Timestamp] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT model, length - \(Self.age(byWall: "at")) AS rest FROM pause",
                arguments: Self.clocks(now, machine),
            )
            let pauses = corruptRows.read(rows, of: .pause) { row throws(CorruptValue) in
                (
                    ModelID(rawValue: try row.value("model")),
                    Timestamp(now.milliseconds + (try row.integer("rest", in: Self.longestPause)))
                )
            }
            return Dictionary(pauses) { $1 }.filter { $0.value > now }
        }
    }

    static func pause(
        _ pauses: [ModelID: Timestamp],
        at now: Timestamp,
        on machine: BootTime,
        _ db: Database,
    ) throws {
        for (model, until) in pauses {
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO pause (model, boot, uptime, at, length)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    model.rawValue, machine.boot, machine.uptime, now.milliseconds,
                    until.milliseconds - now.milliseconds,
                ],
            )
        }
    }
}
