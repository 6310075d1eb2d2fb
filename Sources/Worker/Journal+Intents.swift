import Apixo
import GRDB
import Tasks

extension Journal {
    /// Writes what the user decided on at once; when this returns it cannot be lost.
    ///
    /// The caps are checked in the same transaction, so that no two programs pass them together.
    ///
    /// - Parameter claim: For the service they are meant for; the journal may be another's.
    public func insert(
        _ requests: [GenerateRequest],
        of catalog: Catalog = Catalog(models: []),
        through gate: SpendGate = SpendGate(),
        for claim: ServiceClaim? = nil,
        at now: Moment,
    ) throws(IntentFault) -> [TrackedTask] {
        let drafts = requests.map { request in
            TrackedTask(
                id: TaskNumber(rawValue: 0),
                request: request,
                submittedAt: now,
                bill: catalog[request.model]?.bill(for: request.input),
            )
        }
        let result: Result<[TrackedTask], CapReached>
        do throws(JournalFault) {
            result = try write { [path] db in
                if let claim { try claim.make(on: path, db) }
                let used = try Self.spending(on: gate.day(of: now), hasQueued: true, db)
                if let cap = gate.obstacle(to: drafts.map { ($0.model, $0.bill) }, after: used) {
                    return .failure(cap)
                }
                return .success(try drafts.map { try Self.insert($0, db) })
            }
        } catch {
            throw .journal(error)
        }
        do throws(CapReached) {
            return try result.get()
        } catch {
            throw .cap(error)
        }
    }

    private static func insert(_ draft: TrackedTask, _ db: Database) throws -> TrackedTask {
        let columns = draft.fixedColumns.merging(draft.lifeColumns) { $1 }
        let names = columns.keys.sorted()
        try db.execute(
            sql: """
                INSERT INTO task (\(names.joined(separator: ", ")))
                VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
                """,
            arguments: StatementArguments(names.map { columns[$0] ?? nil }),
        )
        return TrackedTask(
            id: TaskNumber(rawValue: Int(db.lastInsertedRowID)),
            request: draft.request,
            submittedAt: draft.submittedAt,
            bill: draft.bill,
        )
    }

    /// What was sent on a day and may be billed, at most, with what is queued now if asked for.
    public func spending(on day: Day, hasQueued: Bool) throws(JournalFault) -> Spending {
        try read { db in try Self.spending(on: day, hasQueued: hasQueued, db) }
    }

    private static func spending(
        on day: Day,
        hasQueued: Bool,
        _ db: Database,
    ) throws -> Spending {
        let sent = """
            SELECT units, price FROM task
            WHERE sentAt >= ? AND state NOT IN ('queued', 'refused')
            """
        let queued = """
            SELECT units, price FROM task
            WHERE state IN ('queued', 'sending', 'pending', 'processing')
                AND state = 'queued' AND isRemoved = 0
            """
        let sum = try Row.fetchOne(
            db,
            sql: """
                SELECT count(*) AS tasks, total(max(0, units * price)) AS amount
                FROM (\(hasQueued ? "\(sent) UNION ALL \(queued)" : sent))
                """,
            arguments: [day.start.milliseconds],
        )
        return Spending(
            tasks: try sum?.count("tasks") ?? 0,
            amount: try sum?.dollars("amount") ?? .zero
        )
    }
}
