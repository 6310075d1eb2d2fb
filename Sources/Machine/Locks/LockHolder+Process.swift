import Coordination
import FoundationEssentials
import Glibc

/// A program writes its number into the file of a lock it holds.
extension LockHolder {
    /// Nil where the number is of no apixo that can be seen from here, as on another machine.
    package init?(_ path: String) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let id = pid_t(text.prefix { $0.isNumber }), id > 0,
            let name = Self.file("/proc/\(id)/comm"), name == Self.file("/proc/self/comm"),
            let state = Self.state(id)
        else { return nil }
        self.init(id: id, isStopped: state == "T" || state == "t")
    }

    package static func note(in descriptor: Int32) {
        let text = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    private static func file(_ path: String) -> String? {
        try? String(contentsOfFile: path, encoding: .utf8)
    }

    /// The letter behind the name, which may hold anything itself: proc_pid_stat(5).
    private static func state(_ id: pid_t) -> Character? {
        guard let text = file("/proc/\(id)/stat"), let end = text.lastIndex(of: ")") else {
            return nil
        }
        return text[end...].dropFirst().first { $0 != " " }
    }
}
