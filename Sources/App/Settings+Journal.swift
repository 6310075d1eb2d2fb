import Coordination
import TaskJournal

extension Settings {
    /// - Parameter report: Told why opening takes long, and what was done about damage.
    public func journal(report: (String) -> Void) throws(StartupError) -> Journal {
        do throws(JournalError) {
            let journal = try Journal(folder: folders.data, onWait: report)
            if let notice = journal.notice { report(notice) }
            return journal
        } catch {
            throw .journal(error)
        }
    }

    /// The journal as it is, without a trace of the reading; nil when there is none yet.
    public func journalToRead() throws(StartupError) -> Journal? {
        do throws(JournalError) {
            return try Journal(reading: folders.data)
        } catch {
            guard case .damaged = error else { throw .journal(error) }
            throw .usage("\(error); start apixo or apixo worker, which save what they can of it")
        }
    }

    /// What the service calls when this program receives callbacks.
    public func callbackURL(_ journal: Journal) throws(StartupError) -> String? {
        guard let callback else { return nil }
        do throws(JournalError) {
            return try journal.callbackURL(callback)
        } catch {
            throw .journal(error)
        }
    }
}
