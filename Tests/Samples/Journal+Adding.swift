import Apixo
import Coordination
import Machine
import TaskJournal
import Tasks

extension Decision {
    package static func changing(_ tasks: [TrackedTask]) -> Decision {
        var decision = Decision()
        for task in tasks { decision.changed[task.id] = task }
        return decision
    }
}

extension Journal {
    /// As often as the test says.
    package func insert(
        _ requests: [GenerateRequest],
        of catalog: Catalog = Catalog(models: []),
        through gate: SpendGate = SpendGate(),
        for claim: ServiceClaim? = nil,
        at now: Timestamp,
    ) throws(IntentError) -> [TrackedTask] {
        let intents = requests.map { Intent($0, isAgain: true) }
        return try insert(intents, of: catalog, through: gate, for: claim, at: now)
    }

    /// Inserts a task and moves it on.
    @discardableResult
    package func add(
        _ life: Life,
        _ request: GenerateRequest = .quick(),
        on machine: BootTime = .now,
    ) throws -> TrackedTask {
        var task = try insert([request], at: .start)[0]
        task.life = life
        try save(.changing([task]), at: .start, on: machine)
        return task
    }
}
