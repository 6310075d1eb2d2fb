import Coordination
import Dispatch
import Synchronization
import TaskJournal
import Tasks

/// Reads windows of the history one at a time, on a thread that may block.
///
/// Only the newest wish counts: who types into the filter waits for one query, not for ten.
final class WindowReader: Sendable {
    private struct State {
        var wanted: WindowQuery?
        var isReading = false
    }

    private let journal: Journal
    private let report: @Sendable (Report) -> Void
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "windows")

    init(journal: Journal, report: @escaping @Sendable (Report) -> Void) {
        self.journal = journal
        self.report = report
    }

    func read(_ query: WindowQuery) {
        let isIdle = state.withLock { state in
            defer { state.isReading = true }
            state.wanted = query
            return !state.isReading
        }
        if isIdle { queue.async { [self] in while let query = take() { answer(query) } } }
    }

    private func take() -> WindowQuery? {
        state.withLock { state in
            defer { state.wanted = nil }
            state.isReading = state.wanted != nil
            return state.wanted
        }
    }

    private func answer(_ query: WindowQuery) {
        do throws(JournalError) {
            report(.window(try journal.window(query)))
            if let news = journal.corruptRows.news { report(.warning(news)) }
        } catch {
            report(.warning(error.description))
        }
    }
}
