import Apixo
import Coordination
import GRDB
import Tasks

extension Journal {
    /// Writes what the user decided on at once; when this returns it cannot be lost.
    ///
    /// Names, caps and whether the same may be billed already are checked in the same transaction,
    /// so that no two programs pass them together. What has the name of a task that asks for the
    /// same is that task, as it is now.
    ///
    /// - Parameters:
    ///   - claim: For the service they are meant for; the journal may be another's.
    ///   - keyMark: Of the key they were decided on with; they are sent with no other.
    public func insert(
        _ intents: [Intent],
        of catalog: Catalog = Catalog(models: []),
        through gate: SpendGate = SpendGate(),
        for claim: ServiceClaim? = nil,
        keyMark: String? = nil,
        at now: Timestamp,
    ) throws(IntentError) -> [TrackedTask] {
        let drafts = intents.map { TrackedTask(draft: $0, of: catalog, at: now) }
        let result: Result<[TrackedTask], IntentError>
        do throws(JournalError) {
            result = try write { [path] db in
                if let claim { try claim.make(on: path, db) }
                let known = try intents.map { intent in
                    try intent.ref.flatMap { try task($0, db) }
                }
                if let fault = try obstacle(to: intents, drafts, known, gate, at: now, db) {
                    return .failure(fault)
                }
                return .success(
                    try zip(known, drafts).map { try $0 ?? Self.insert($1, keyMark, db) }
                )
            }
        } catch {
            throw .journal(error)
        }
        return try result.get()
    }

    private func obstacle(
        to intents: [Intent],
        _ drafts: [TrackedTask],
        _ known: [TrackedTask?],
        _ gate: SpendGate,
        at now: Timestamp,
        _ db: Database,
    ) throws -> IntentError? {
        for (intent, task) in zip(intents, known) {
            guard let ref = intent.ref, let task else { continue }
            if task.request.normalized != intent.request.normalized {
                return .refTaken(ref, by: task.id)
            }
        }
        let new = intents.indices.filter { known[$0] == nil }
        let used = try Self.spending(by: gate, at: now, hasQueued: true, db)
        let bills = new.map { (drafts[$0].model, drafts[$0].bill) }
        if !new.isEmpty, let cap = gate.obstacle(to: bills, after: used) { return .cap(cap) }
        guard var same = try duplicate(in: new.map { intents[$0] }, at: now, db) else { return nil }
        same.place = new[same.place]
        if case .earlier(let place) = same.original { same.original = .earlier(new[place]) }
        return .duplicate(same)
    }

    private static func insert(
        _ draft: TrackedTask,
        _ keyMark: String?,
        _ db: Database,
    ) throws -> TrackedTask {
        var columns = draft.fixedColumns.merging(draft.lifeColumns) { $1 }
        columns["keyMark"] = keyMark
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
            ref: draft.ref,
        )
    }
}

extension TrackedTask {
    /// Not written down yet, so without a number of its own.
    fileprivate init(draft intent: Intent, of catalog: Catalog, at now: Timestamp) {
        self.init(
            id: TaskNumber(rawValue: 0),
            request: intent.request,
            submittedAt: now,
            bill: catalog[intent.request.model]?.bill(for: intent.request.input),
            ref: intent.ref,
        )
    }
}
