import Apixo
import Coordination
import Tasks

/// What is not there already under the very name.
extension Journal: TaskStore {
    public func isNew(_ key: APIKey?) throws(JournalError) -> Bool {
        try isNew(keyMark: try mark(of: key))
    }

    public func insert(
        _ intents: [Intent],
        of catalog: Catalog,
        through gate: SpendGate,
        for claim: ServiceClaim,
        key: APIKey?,
        at now: Timestamp,
    ) throws(IntentError) -> [TrackedTask] {
        let mark: String?
        do throws(JournalError) {
            mark = try self.mark(of: key)
        } catch {
            throw .journal(error)
        }
        return try insert(
            intents,
            of: catalog,
            through: gate,
            for: claim,
            keyMark: mark,
            at: now,
        )
    }

    private func mark(of key: APIKey?) throws(JournalError) -> String? {
        guard let key else { return nil }
        return try mark(of: key) as String
    }

    public func save(
        _ decision: Decision,
        of term: TermID?,
        carryingOut commands: [PendingCommand],
        at now: Timestamp,
    ) throws(JournalError) {
        try save(decision, of: term, carryingOut: commands, at: now, on: .now)
    }

    public func unknown(
        within seconds: Int,
        at now: Timestamp,
    ) throws(JournalError) -> [TrackedTask] {
        try unknown(within: seconds, at: now, on: .now)
    }

    public func restrictions(at now: Timestamp) throws(JournalError) -> Restrictions {
        Restrictions(
            pauses: try pauses(at: now),
            brakes: try brakes(at: now),
            hold: try hold(),
            ceiling: try ceiling(at: now),
        )
    }

    public func spent(at now: Timestamp) throws(JournalError) -> [ModelID: [Timestamp]] {
        try spent(at: now, on: .now)
    }

    public func recentDurations() throws(JournalError) -> [(GenerateRequest, Int)] {
        try recentDurations(limit: 200)
    }

    public func removeAsked(of term: TermID) throws(JournalError) -> [TaskNumber] {
        try removeAsked(of: Optional(term))
    }
}
