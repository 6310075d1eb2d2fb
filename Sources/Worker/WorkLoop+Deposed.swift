import Apixo
import Tasks

extension WorkLoop {
    /// Another program leads though this one has the lock, or the journal is another service's.
    mutating func depose(_ fault: JournalFault) {
        isDeposed = true
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
            guard let wish = event.wish else { continue }
            do throws(JournalFault) {
                try worker.journal.add(wish)
            } catch {
                worker.report(.trouble(error.description))
                if case .sent(let number, let outcome) = event {
                    worker.report(.trouble(Self.lastWords(on: number, outcome)))
                }
            }
        }
        _ = engine.handle(events, at: now)
        if !isSending { joinAgain() }
    }

    /// Where the lock's file was replaced, this program waits at the new one, as any other does.
    /// Where it was not, locks mean nothing here, and only one of several can be let lead.
    private mutating func joinAgain() {
        engine = Engine(catalog: worker.catalog, limits: worker.limits, seed: 0)
        guard !isStopping, !isOutdated, worker.lock.renew() else { return }
        isDeposed = false
        start()
    }
}

extension JournalFault {
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
    fileprivate var wish: Wish? {
        switch self {
        case .sent(let number, .answered(.value(let id))): .attach(number, id)
        case .attached(let task, let id): .attach(task.id, id)
        case .settled(let task): .settle(task.id)
        case .confirmed(let task, let yes): .confirm(task.id, at: yes)
        case .lookWanted(let number): .lookNow(number)
        case .downloadWanted(let file):
            .downloadAgain(file.id.task, fileNumbers: [file.id.number])
        case .called(let id): .called(id)
        case .sendingWanted(let model): .resumeSending(model)
        case .sent, .submitted, .looked, .downloaded, .removed, .lineFound, .balanceAsked,
            .balanceRead, .balanceRefused, .balanceUnclear, .ticked:
            nil
        }
    }
}
