import Apixo
import Coordination
import GRDB
import Machine
import Tasks

extension Journal {
    private static let age = age(byWall: "at")

    /// At one moment; more than any model lets through in a minute.
    private static let mostSpent = 100_000

    /// When the requests that may still count left, per model, so that a restart does not forget
    /// them.
    func spent(
        at now: Timestamp,
        on machine: BootTime = .now,
    ) throws(JournalError) -> [ModelID: [Timestamp]] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT model, count, \(Self.age) AS age FROM spent WHERE age < :memory",
                arguments: Self.clocks(now, machine) + ["memory": RateWindow.memory * 1000],
            )
            let requests = corruptRows.read(rows, of: .spent) { row throws(CorruptValue) in
                (
                    model: ModelID(rawValue: try row.value("model")),
                    at: Timestamp(now.milliseconds - (try row.count("age"))),
                    count: try row.integer("count", in: 0...Self.mostSpent)
                )
            }
            return requests.reduce(into: [:]) { spent, some in
                spent[some.model, default: []] += Array(repeating: some.at, count: some.count)
            }
        }
    }

    static func spend(
        _ spent: [ModelID: Int],
        at now: Timestamp,
        on machine: BootTime,
        _ db: Database,
    ) throws {
        guard !spent.isEmpty else { return }
        for (model, count) in spent {
            try db.execute(
                sql: """
                    INSERT INTO spent (model, boot, uptime, at, count) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET count = count + excluded.count
                    """,
                arguments: [
                    model.rawValue, machine.boot ?? "", bucket(machine.uptime),
                    bucket(now.milliseconds), count,
                ],
            )
        }
        try db.execute(
            sql: "DELETE FROM spent WHERE \(age) > 120000",
            arguments: clocks(now, machine),
        )
    }

    /// Tenths of a second are fine enough, and bound the table.
    private static func bucket(_ milliseconds: Int) -> Int { (milliseconds + 99) / 100 * 100 }
}
