import Apixo
import Coordination
import Synchronization
import Tasks

/// The task store as one program sees it: the disk of the world, by the clock of the program.
final class MadeStore: TaskStore {
    let path = "/made/up"
    let disk: MadeDisk
    /// Of the program; the tables may be newer.
    let version: Int
    private let shared: Mutex<Shared>

    private struct Shared {
        /// Milliseconds the clock of the program is ahead of the machine's.
        var clockAhead: Int
        /// Killed at a write: nothing of the program happens any more.
        var isDead = false
    }

    init(_ disk: MadeDisk, clockAhead: Int, version: Int) {
        self.disk = disk
        self.version = version
        shared = Mutex(Shared(clockAhead: clockAhead))
    }

    var clockAhead: Int {
        get { shared.withLock(\.clockAhead) }
        set { shared.withLock { $0.clockAhead = newValue } }
    }

    var isDead: Bool { shared.withLock(\.isDead) }

    // MARK: - The two ways in

    private func read<Value: Sendable>(
        _ query: (MadeDisk.Content, _ machine: Timestamp) throws(JournalError) -> Value
    ) throws(JournalError) -> Value {
        if isDead { throw .other(path, detail: "killed") }
        let (content, machine) = disk.state.withLock { ($0.content, $0.now) }
        return try query(content, machine)
    }

    /// What is written lightly is there after a crash of the program, but not of the machine.
    private func write<Value: Sendable>(
        isLight: Bool = false,
        mayBeOutdated: Bool = false,
        _ change: (inout MadeDisk.State) throws(JournalError) -> Value,
    ) throws(JournalError) -> Value {
        if isDead { throw .other(path, detail: "killed") }
        let result: Result<Value, JournalError> = disk.state.withLock { state in
            if state.isFull || state.dice.happens(state.unwritable) { return .failure(.full(path)) }
            if !mayBeOutdated, state.content.version > version { return .failure(.outdated(path)) }
            if state.dice.happens(state.crash) {
                // Before the write or after it; the program knows neither.
                if state.dice.happens(0.5) { _ = try? change(&state) }
                die()
                return .failure(.other(path, detail: "killed"))
            }
            do throws(JournalError) {
                let value = try change(&state)
                if !isLight, state.synced != nil { state.synced = state.content }
                return .success(value)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func die() { shared.withLock { $0.isDead = true } }

    private func check(_ term: TermID?, _ state: MadeDisk.State) throws(JournalError) {
        if let term, state.content.term != term { throw .ledElsewhere(path) }
    }

    // MARK: - Who leads

    func begin(_ term: TermID, for service: String) throws(JournalError) {
        try write { state throws(JournalError) in
            state.content.term = term
            state.content.announced = nil
            state.writes.append(.began(term))
        }
    }

    func checkVersion() throws(JournalError) {
        try read { content, _ throws(JournalError) in
            if max(content.version, content.announced ?? 0) > version { throw .outdated(path) }
        }
    }

    func isNew(_ key: APIKey?) -> Bool { false }

    // MARK: - Writing

    func insert(
        _ intents: [Intent],
        of catalog: Catalog,
        through gate: SpendGate,
        for claim: ServiceClaim,
        key: APIKey?,
        at now: Timestamp,
    ) throws(IntentError) -> [TrackedTask] {
        do throws(JournalError) {
            return try write { state throws(JournalError) in
                let tasks = intents.map { intent in
                    let number = TaskNumber(rawValue: state.content.entries.count + 1)
                    let task = TrackedTask(id: number, request: intent.request, submittedAt: now)
                    state.content.entries[number] = MadeDisk.Entry(task: task)
                    return task
                }
                state.writes.append(.inserted(tasks.map(\.id)))
                return tasks
            }
        } catch {
            throw .journal(error)
        }
    }

    func save(
        _ decision: Decision,
        of term: TermID?,
        carryingOut commands: [PendingCommand],
        at now: Timestamp,
    ) throws(JournalError) {
        let hasNews = !decision.changed.isEmpty || !decision.files.isEmpty || !commands.isEmpty
        let hasTraffic =
            !decision.spent.isEmpty || !decision.pauses.isEmpty || decision.movesBrakes
        guard hasNews || hasTraffic || !decision.polls.isEmpty else { return }
        let ahead = clockAhead
        try write(isLight: !hasNews) { state throws(JournalError) in
            try check(term, state)
            let gone = decision.changed.values.filter { $0.state == .sending }.map(\.id)
                .filter { state.content.entries[$0]?.isRemoved == true }
            if !gone.isEmpty { throw JournalError.takenBack(path, gone.sorted()) }
            let lives = decision.changed.keys.reduce(into: [:]) { lives, number in
                lives[number] = state.content.entries[number]?.task.life
            }
            state.writes.append(.decision(decision, before: lives, by: term, commands))
            state.content.keep(decision, at: state.now, clockAhead: ahead)
            state.content.drop(commands)
        }
    }

    func note(_ balance: Balance) {}

    // MARK: - Tasks and files

    func task(_ number: TaskNumber) throws(JournalError) -> TrackedTask? {
        try read { content, _ in content.task(number) }
    }

    func task(_ id: TaskID) throws(JournalError) -> TrackedTask? {
        try read { content, _ in
            content.entries.values.filter { $0.task.life.taskID == id }.map(\.task.id).max()
                .flatMap(content.task)
        }
    }

    func holder(of id: TaskID, besides task: TrackedTask) throws(JournalError) -> TaskNumber? {
        try read { content, _ in
            content.entries.values.map(\.task).first {
                $0.id != task.id && $0.model == task.model && $0.life.taskID == id
            }?.id
        }
    }

    func unfinished() throws(JournalError) -> [TrackedTask] {
        try read { content, _ in content.unfinished }
    }

    func queued(after number: TaskNumber) throws(JournalError) -> [TrackedTask] {
        try read { content, _ in content.queued(after: number) }
    }

    func queuedForOtherKey() -> Set<TaskNumber> { [] }

    func unknown(within seconds: Int, at now: Timestamp) throws(JournalError) -> [TrackedTask] {
        let ahead = clockAhead
        return try read { content, machine in
            content.entries.values.compactMap { entry in
                guard case .unknown(var unknown) = entry.task.life,
                    let since = entry.unknownSince,
                    machine.seconds(since: since) < Double(seconds)
                else { return nil }
                unknown.noticedAt = since.shifted(by: ahead)
                var task = entry.task
                task.life = .unknown(unknown)
                return task
            }
            .sorted { $0.id < $1.id }
        }
    }

    func files(of number: TaskNumber) throws(JournalError) -> [ResultFile] {
        try read { content, _ in content.files(of: number) }
    }

    func waitingFiles() throws(JournalError) -> [ResultFile] {
        try read { content, _ in content.waitingFiles }
    }

    func lastPoll(of number: TaskNumber) throws(JournalError) -> Int {
        try read { content, _ in content.entries[number]?.polls ?? 0 }
    }

    func isKeyRefused(to number: TaskNumber) throws(JournalError) -> Bool {
        try read { content, _ in
            let log = content.entries[number]?.log ?? []
            return log.count == 3 && log.allSatisfy { $0.hasPrefix("HTTP 401:") }
        }
    }

    // MARK: - What holds back, and what was spent

    func restrictions(at now: Timestamp) throws(JournalError) -> Restrictions {
        let ahead = clockAhead
        return try read { content, machine in
            Restrictions(
                pauses: content.pauses.filter { $0.value > machine }
                    .mapValues { $0.shifted(by: ahead) },
                brakes: content.brakes.mapValues { $0.shifted(by: ahead) },
                hold: content.hold,
                ceiling: content.ceiling?.shifted(by: ahead),
            )
        }
    }

    func spent(at now: Timestamp) throws(JournalError) -> [ModelID: [Timestamp]] {
        let ahead = clockAhead
        return try read { content, machine in
            content.departures.filter { $0.at > machine - RateWindow.memory }
                .reduce(into: [:]) { spent, some in
                    let at = some.at.shifted(by: ahead)
                    spent[some.model, default: []] += Array(repeating: at, count: some.count)
                }
        }
    }

    func spending(
        by gate: SpendGate,
        at now: Timestamp,
        hasQueued: Bool,
    ) throws(JournalError) -> Spending {
        try read { content, _ in
            content.spending(on: gate.day(of: now), hasQueued: hasQueued)
        }
    }

    func recentDurations() throws(JournalError) -> [(GenerateRequest, Int)] {
        try read { content, _ in
            let known = content.entries.values.compactMap { entry in
                entry.task.life.costTime.map { (entry.task.id, entry.task.request, $0) }
            }
            return known.sorted { $0.0 < $1.0 }.suffix(200).map { ($0.1, $0.2) }
        }
    }

    // MARK: - Commands for the leader

    func add(_ command: UserCommand) throws(JournalError) {
        try write(mayBeOutdated: true) { state throws(JournalError) in
            state.content.add(command)
            state.writes.append(.added(command))
        }
    }

    func forward(callback id: TaskID) throws(JournalError) {
        let isNoted = try read { content, _ in
            content.commands.contains { $0.command == .called(id) }
        }
        if !isNoted { try add(.called(id)) }
    }

    func pendingCommands() throws(JournalError) -> [PendingCommand] {
        try read { content, _ in content.commands }
    }

    func removeAsked(of term: TermID) throws(JournalError) -> [TaskNumber] {
        if try !pendingCommands().contains(where: \.command.isRemoval) { return [] }
        return try write { state throws(JournalError) in
            try check(term, state)
            let asked = state.content.commands.filter(\.command.isRemoval)
            state.content.drop(asked)
            return asked.compactMap { state.remove(as: $0.command) }
        }
    }

    func remove(as command: UserCommand, of term: TermID?) throws(JournalError) -> Bool {
        try write { state throws(JournalError) in
            try check(term, state)
            return state.remove(as: command) != nil
        }
    }

    func isPending(_ command: UserCommand) throws(JournalError) -> Bool {
        try pendingCommands().contains { $0.command == command }
    }
}
