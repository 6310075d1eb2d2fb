import Coordination
import GRDB
import Glibc
import Synchronization

/// The journal for a program that only reads: it creates nothing, keeps nobody waiting, and needs no
/// more than to be let read.
///
/// Others may write meanwhile. Every answer is of one commit; one that may not be is asked for anew.
final class JournalReader: Sendable {
    private static let tries = 20

    private let path: String
    private let state: Mutex<State>

    private struct State {
        var view: JournalView
        /// Whether SQLite can read beside a program that writes, through the files of that one.
        var isShared = true
    }

    init(path: String) throws {
        self.path = path
        state = Mutex(State(view: try Self.open(path)))
    }

    func read<Value: Sendable>(_ query: @Sendable (Database) throws -> Value) throws -> Value {
        try state.withLock { state in
            for _ in 0..<Self.tries {
                let result = Result { try state.view.queue.read(query) }
                guard state.view.isOutdated else {
                    if case .failure(let error) = result, state.isShared, error.needsCopy {
                        state.isShared = false
                        state.view = try JournalView.copied(path)
                        continue
                    }
                    return try result.get()
                }
                state.view = try Self.open(path, isShared: state.isShared)
            }
            throw JournalError.other(path, detail: "it changes all the time; try again")
        }
    }

    private static func open(_ path: String, isShared: Bool = true) throws -> JournalView {
        do {
            return try JournalView(path, isShared: isShared)
        } catch  where isShared && error.needsCopy {
            return try .copied(path)
        }
    }
}

extension Error {
    /// SQLite may not use the files of the program that writes, or would have to make some.
    fileprivate var needsCopy: Bool {
        guard let error = self as? DatabaseError else { return false }
        return [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR]
            .contains(error.resultCode)
    }
}
