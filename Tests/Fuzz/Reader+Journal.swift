import Apixo
import Coordination
import Dashboard
import TaskJournal
import Tasks
import Terminal

extension Reader {
    /// A damaged journal is set aside, or its fault is a clear line; what is read can be used.
    func complaint(journal bytes: [UInt8], in scratch: Scratch) -> String? {
        let folder = scratch.writeJournal(bytes)
        defer { scratch.removeJournal() }
        do throws(JournalError) {
            let journal = try Journal(folder: folder)
            if let complaint = try complaint(journal: journal) { return complaint }
            let words = [journal.notice, journal.corruptRows.text].compactMap(\.self)
            return words.lazy.compactMap { complaint(fault: $0, folder) }.first
        } catch {
            return complaint(fault: error.description, folder)
        }
    }

    private func complaint(journal: Journal) throws(JournalError) -> String? {
        let now = JournalFile.now + 20
        var files: [ResultFile] = []
        try journal.forEachTask(in: nil) { files += $0.files }
        try journal.forEachTask(in: .success) { _ in }
        let spent = try journal.spending(by: SpendGate(), at: now, hasQueued: true)
        guard spent.tasks >= 0, spent.amount >= .zero else { return "spent \(spent)" }
        for line in try journal.ledger(since: nil) where line.tasks < 1 || line.units < 0 {
            return "sums \(line)"
        }
        try show(journal, at: now)
        return complaint(takingUp: try journal.unfinished(), files, at: now)
    }

    /// What the next start of the program decides.
    private func complaint(
        takingUp tasks: [TrackedTask],
        _ files: [ResultFile],
        at now: Timestamp,
    ) -> String? {
        var engine = Engine(catalog: .builtIn, limits: AccountLimits(), seed: 1)
        let decision = engine.resume(tasks: tasks, files: files, at: now)
        let queued = Set(tasks.filter { $0.state == .queued }.map(\.id))
        for case .post(let number, _) in decision.calls where !queued.contains(number) {
            return "task \(number.rawValue) is sent again"
        }
        return nil
    }

    /// Draws the table and every task of it.
    private func show(_ journal: Journal, at now: Timestamp) throws(JournalError) {
        guard let endpoint = try? Endpoint(Endpoint.standard) else { return }
        var state = AppState(
            environment: AppEnvironment(catalog: .builtIn, theme: .plain, endpoint: endpoint),
            size: Size(columns: 120, rows: 40),
            now: now,
        )
        let model = try journal.setting("model").map(ModelID.init)
        var effects = state.startEffects
        effects += state.update(.draftsLoaded(try journal.drafts(), current: model), at: now)
        for _ in 0..<TaskState.allCases.count {
            while let effect = effects.popLast() {
                if let action = try answer(to: effect, from: journal, at: now) {
                    effects += state.update(action, at: now)
                }
            }
            _ = state.render(at: now)
            effects += state.update(.input(.key(.down)), at: now)
        }
    }

    private func answer(
        to effect: Effect,
        from journal: Journal,
        at now: Timestamp,
    ) throws(JournalError) -> Action? {
        if case .loadWindow(let query) = effect {
            return .windowLoaded(try journal.window(query, at: now))
        }
        guard case .loadDetail(let number) = effect else { return nil }
        return try journal.detail(number).map(Action.detailLoaded)
    }
}
