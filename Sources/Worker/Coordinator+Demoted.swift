import Apixo
import Tasks

extension Coordinator {
    /// Another program leads though this one has the lock, or the journal is another service's.
    mutating func demote(_ fault: JournalError) {
        isDemoted = true
        if case .outdated = fault { isOutdated = true }
        isLeader = false
        engine.close()
        for download in downloads.values { download.cancel() }
        worker.lock.release()
        worker.report(.leadership(isLeader: false))
        if !isOutdated { readJournal() }
    }

    /// What the service answered to submits of before, and what the user asked for, is for the one
    /// that leads now.
    mutating func passOn(_ events: [Event]) {
        for event in events {
            guard let userCommand = event.userCommand else { continue }
            do throws(JournalError) {
                try worker.journal.add(userCommand)
            } catch {
                worker.report(.warning(error.description))
                if case .sent(let number, let outcome) = event {
                    worker.report(.warning(Self.lastWords(on: number, outcome)))
                }
            }
        }
        _ = engine.handle(events, at: now)
        if !isSending { rejoin() }
    }

    /// Where the lock's file was replaced, this program waits at the new one, as any other does.
    /// Where it was not, locks mean nothing here, and only one of several can be let lead.
    private mutating func rejoin() {
        engine = Engine(catalog: worker.catalog, limits: worker.limits, seed: 0)
        guard !isStopping, !isOutdated, worker.lock.renew() else { return }
        isDemoted = false
        start()
    }
}

extension JournalError {
    /// Whether what this program decides is not to be written down any more.
    var endsTheLead: Bool {
        switch self {
        case .ledElsewhere, .outdated: true
        default: false
        }
    }
}

extension Event {
    /// The same for another program.
    fileprivate var userCommand: UserCommand? {
        switch self {
        case .sent(let number, .answered(.value(let id))): .attach(number, id)
        case .attached(let task, let id): .attach(task.id, id)
        case .settled(let task): .settle(task.id)
        case .confirmed(let task, let yes): .confirm(task.id, at: yes)
        case .pollWanted(let number): .pollNow(number)
        case .downloadWanted(let file):
            .downloadAgain(file.id.task, fileNumbers: [file.id.number])
        case .called(let id): .called(id)
        case .sendingWanted(let model): .resumeSending(model)
        case .sent, .submitted, .polled, .downloaded, .removed, .lineFound, .balanceAsked,
            .balanceRead, .balanceRefused, .balanceUnclear, .ticked:
            nil
        }
    }
}
