import Apixo
import Tasks

extension WorkLoop {
    /// Another program leads though this one has the lock, or the journal is another service's:
    /// from here on this one only shows.
    mutating func depose() {
        isDeposed = true
        isLeader = false
        engine.close()
        for download in downloads.values { download.cancel() }
        worker.lock.release()
        worker.report(.leadership(isLeader: false))
        readJournal()
    }

    /// What the service answered to submits of before is for the one that leads now.
    mutating func passOn(_ events: [Event]) {
        for case .sent(let number, let outcome) in events {
            guard case .answered(.value(let id)) = outcome else { continue }
            do throws(JournalFault) {
                try worker.journal.add(.attach(number, id))
            } catch {
                worker.report(.trouble(Self.lastWords(on: number, outcome)))
            }
        }
        _ = engine.handle(events, at: now)
        if !isSending { engine = Engine(catalog: worker.catalog, seed: 0) }
    }
}
