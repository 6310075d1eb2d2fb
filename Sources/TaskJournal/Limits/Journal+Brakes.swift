import Apixo
import Coordination
import GRDB
import Machine
import Tasks

extension Journal {
    /// What holds the queues of models back, so that a restart does not burn one request each.
    func brakes(
        at now: Timestamp,
        on machine: BootTime = .now,
    ) throws(JournalError) -> [ModelID: BrakeRecord] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT *, length - \(Self.age(byWall: "at")) AS rest FROM brake",
                arguments: Self.clocks(now, machine),
            )
            let brakes = corruptRows.read(rows, of: .brake) { row throws(CorruptValue) in
                (ModelID(rawValue: try row.value("model")), try BrakeRecord(row, at: now))
            }
            return Dictionary(brakes) { $1 }
        }
    }

    static func note(
        _ brakes: [ModelID: BrakeRecord],
        at now: Timestamp,
        on machine: BootTime,
        _ db: Database,
    ) throws {
        for (model, record) in brakes {
            guard record != BrakeRecord() else {
                let sql = "DELETE FROM brake WHERE model = ?"
                try db.execute(sql: sql, arguments: [model.rawValue])
                continue
            }
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO brake
                        (model, unknowns, why, status, since, times, boot, uptime, at, length)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    model.rawValue, record.unknowns, record.stop?.reason.text,
                    record.stop?.reason.status, record.stop?.since.milliseconds, record.stop?.times,
                    machine.boot, machine.uptime, now.milliseconds,
                    record.stop?.until.map { $0.milliseconds - now.milliseconds },
                ],
            )
        }
    }
}

extension BrakeRecord {
    fileprivate init(_ row: Row, at now: Timestamp) throws(CorruptValue) {
        self.init(
            unknowns: try row.count("unknowns"),
            stop: row.isNull("why") ? nil : try Stop(row, at: now),
        )
    }
}

extension BrakeRecord.Stop {
    fileprivate init(_ row: Row, at now: Timestamp) throws(CorruptValue) {
        let text: String = try row.value("why")
        let status = try row.integerIfAny("status", in: 0...999)
        self.init(
            since: try row.moment("since"),
            reason: status.map { .refused(status: $0, message: text) }
                ?? .unknown(try row.count("unknowns"), last: text),
            times: try row.count("times"),
            until: row.isNull("length")
                ? nil : Timestamp(now.milliseconds + (try row.integer("rest", in: Self.possible))),
        )
    }

    /// In milliseconds; what is over is negative. An hour is the most the engine waits.
    private static let possible = -(1 << 53)...3_600_000
}

extension BrakeRecord.Why {
    fileprivate var text: String {
        switch self {
        case .unknown(_, let last): last
        case .refused(_, let message): message
        }
    }

    fileprivate var status: Int? {
        if case .refused(let status, _) = self { status } else { nil }
    }
}
