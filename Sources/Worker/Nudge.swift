import Foundation
import Glibc

/// Tells the other programs on the same journal that something was written, without a timer:
/// each touches a file of its own, and all watch the folder.
final class Nudge: Sendable {
    private let folder: String
    private let name = "\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    private let descriptor: Int32

    init?(folder data: String) {
        folder = "\(data)/nudges"
        mkdir(folder, 0o700)
        descriptor = open("\(folder)/\(name)", O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        if descriptor < 0 { return nil }
        flock(descriptor, LOCK_SH)
        sweep()
    }

    deinit {
        unlink("\(folder)/\(name)")
        close(descriptor)
    }

    func tellOthers() { futimens(descriptor, nil) }

    /// Calls `onNudge` on a thread of its own whenever another program has written.
    func listen(_ onNudge: @escaping @Sendable () -> Void) -> FolderWatch? {
        let watch = FolderWatch(folder: folder, events: IN_ATTRIB)
        watch?.start { [name] names in
            if names.contains(where: { $0 != name }) { onNudge() }
        }
        return watch
    }

    /// Removes what killed programs left behind: files nobody holds, old enough not to be just made.
    private func sweep() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for path in names.map({ "\(folder)/\($0)" }) {
            let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard file >= 0 else { continue }
            var facts = stat()
            if flock(file, LOCK_EX | LOCK_NB) == 0, fstat(file, &facts) == 0,
                time(nil) - facts.st_mtim.tv_sec > 10
            {
                unlink(path)
            }
            close(file)
        }
    }
}
