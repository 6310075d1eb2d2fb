import GRDB

/// Carries over to a new journal what can be read of a damaged one.
///
/// Pages that cannot be read are stepped over, row by row where need be. Of a task whose row is lost
/// the indexes still tell the model, the taskId and how far it was: enough to go on watching it.
struct Salvage {
    let source: Database
    let target: Database
    private(set) var outcome = SalvageOutcome()

    /// Reads the damaged file, and what is in the log beside it, without changing either.
    static func run(from path: String, to fresh: String) throws -> SalvageOutcome {
        let target = try DatabaseQueue(path: fresh, configuration: lax(isReading: false))
        try Journal.migrator.migrate(target)
        let copy = BorrowedHead(path: path, model: fresh)
        defer { copy.remove() }
        let ways = [
            { try DatabaseQueue(path: path, configuration: lax(isReading: true)) },
            { try copy.open(lax(isReading: true)) },
        ]
        for way in ways {
            guard let source = try? way() else { continue }
            let outcome = try carryOver(from: source, to: target)
            if !outcome.isEmpty { return outcome }
        }
        return SalvageOutcome()
    }

    private static func carryOver(
        from source: DatabaseQueue,
        to target: DatabaseQueue,
    ) throws -> SalvageOutcome {
        try target.inDatabase { target in
            try source.inDatabase { source in
                var salvage = Salvage(source: source, target: target)
                try target.inTransaction {
                    try salvage.carryOver()
                    return .commit
                }
                return salvage.outcome
            }
        }
    }

    private static func lax(isReading: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = isReading
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            // A schema that cannot be read in full is used as far as it goes.
            // What is written is begun anew after a crash, and synced at its end.
            let sql = isReading ? "writable_schema = ON" : "synchronous = OFF"
            try db.execute(sql: "PRAGMA \(sql)")
        }
        return configuration
    }

    private init(source: Database, target: Database) {
        self.source = source
        self.target = target
    }

    private mutating func carryOver() throws {
        let last = lastTask
        let read = try carryOver(Table("task", source, target), upTo: min(last, mostRows))
        outcome.tasks = read.count
        outcome.lost = read.failed
        try pieceTogether()
        for number in read.carried {
            outcome.files += try carryOver(Table("file", source, target), "task = ?", number).count
        }
        outcome.files += try carryOverEnds(of: Table("file", source, target))
        let polls = Table("look", source, target)
        _ = try carryOver(polls, upTo: min(polls.lastRow(in: source), mostRows))
        for name in [
            "balance", "setting", "wish", "spent", "pause", "brake", "hold", "ceiling", "draft",
        ] {
            _ = try carryOverEnds(of: Table(name, source, target))
        }
        try continueNumbers(after: last)
    }

    /// More rows than a file of this length holds; its own numbers may be damaged too.
    private var mostRows: Int {
        let pages = (try? Int.fetchOne(source, sql: "PRAGMA page_count")) ?? nil
        return min(max(pages ?? 0, 100), 1 << 24) * 200
    }

    /// The highest number ever given, which no later task may get again.
    private var lastTask: Int {
        let queries = [
            "SELECT seq FROM sqlite_sequence WHERE name = 'task'",
            "SELECT max(id) FROM task",
            "SELECT max(id) FROM task INDEXED BY task_newest",
            "SELECT max(id) FROM task INDEXED BY task_state",
        ]
        let found = queries.compactMap { sql in (try? Int.fetchOne(source, sql: sql)) ?? nil }
        return min(found.max() ?? 0, 1 << 40)
    }

    private func continueNumbers(after last: Int) throws {
        let own = try Int.fetchOne(target, sql: "SELECT max(id) FROM task") ?? 0
        guard max(own, last) > 0 else { return }
        try target.execute(sql: "DELETE FROM sqlite_sequence WHERE name = 'task'")
        try target.execute(
            sql: "INSERT INTO sqlite_sequence (name, seq) VALUES ('task', ?)",
            arguments: [max(own, last)],
        )
    }

    private mutating func pieceTogether() throws {
        for trace in LostTask.traces(of: outcome.lost, in: source) {
            guard try trace.write(to: target) else { continue }
            outcome.pieced.append(trace.number)
        }
        outcome.lost.removeAll(where: Set(outcome.pieced).contains)
    }
}
