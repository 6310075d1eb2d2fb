import Foundation
import Glibc

/// Prompts and results are in the files of a journal: they are their owner's alone, whatever the
/// umask is and whoever may enter the folder.
enum PrivateFiles {
    private static let mode = mode_t(0o600)

    /// Makes the file of a journal, unless it is there, before SQLite would. The files beside it get
    /// its mode.
    static func make(_ path: String) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode)
        guard descriptor >= 0 else { return }
        fchmod(descriptor, mode)
        close(descriptor)
    }

    /// Closes to others what an earlier version left open to them. Another user's stays as it is.
    static func tighten(in folder: String) {
        for name in names(in: folder) where name.hasPrefix("journal.") || name == "leader.lock" {
            tighten("\(folder)/\(name)")
        }
    }

    private static func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    private static func tighten(_ path: String) {
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
            facts.st_mode & 0o777 != mode
        else { return }
        chmod(path, mode)
    }
}
