import GRDB
import Glibc
import Programs

extension Folder {
    /// Stops a program where it holds no lock on the journal, which would stop the others, too.
    func stop(
        _ program: RunningProgram,
        where isSo: () async throws -> Bool = { true },
    ) async throws {
        try await until("it holds no lock on the journal") {
            program.signal(SIGSTOP)
            let isFree = (try? await openJournal(timeout: 0).write { _ in }) != nil
            if isFree, try await isSo() { return true }
            program.signal(SIGCONT)
            return false
        }
    }

    /// The journal of the program, past the program, which may be writing in it.
    func openJournal(timeout: Double = 10) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(timeout)
        return try DatabaseQueue(path: "\(data)/journal.sqlite", configuration: configuration)
    }
}
