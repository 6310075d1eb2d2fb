import Apixo
import GRDB
import Tasks

extension Journal {
    /// Until when models are left alone, so that a restart does not forget what a 429 asked for.
    func pauses(
        at now: Moment,
        on machine: BootTime = .now,
    ) throws(JournalFault) -> [ModelID: Moment] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT model, length - \(Self.age(byWall: "at")) AS rest FROM pause",
                arguments: Self.clocks(now, machine),
            )
            return rows.reduce(into: [:]) { pauses, row in
                let rest: Int = row["rest"]
                guard rest > 0 else { return }
                pauses[ModelID(rawValue: row["model"])] = Moment(now.milliseconds + rest)
            }
        }
    }

    static func pause(
        _ pauses: [ModelID: Moment],
        at now: Moment,
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
