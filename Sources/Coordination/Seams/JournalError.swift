import Glibc
import Tasks

/// Why the journal cannot be used. Nothing is sent while this lasts.
public enum JournalError: Error, Sendable, CustomStringConvertible {
    case newer(String)
    case damaged(String, detail: String)
    case full(String)
    case notWritable(String)
    case gone(String)
    /// Another program began to lead after this one.
    case ledElsewhere(String)
    /// It is in use for another service, to which some tasks wait to be sent.
    case otherService(String, owner: String, waiting: Int)
    /// A newer program has changed the tables, or waits to.
    case outdated(String)
    /// The tables are to be changed, but another program still leads on them.
    case upgradeWaits(String, LockHolder?)
    /// With the error number.
    case noLocks(String, reason: Int32)
    case standsStill(String, LockHolder)
    case busy(String)
    /// These were about to be sent, and were taken back meanwhile by a way the leader was not told of.
    case takenBack(String, [TaskNumber])
    case other(String, detail: String)

    /// Whether another program, version or folder would be able to use it.
    public var isForNow: Bool {
        switch self {
        case .newer, .outdated, .upgradeWaits, .noLocks, .standsStill, .busy: true
        case .damaged, .full, .notWritable, .gone, .ledElsewhere, .otherService, .takenBack, .other:
            false
        }
    }

    private static func name(_ holder: LockHolder?) -> String {
        holder.map { " (pid \($0.id))" } ?? ""
    }

    private static func reason(_ waiting: Int) -> String {
        switch waiting {
        case 0: "by another program"
        case 1: "1 task waits to be sent"
        default: "\(waiting) tasks wait to be sent"
        }
    }

    /// Whether what a program decides is not to be written down any more.
    var endsTheTerm: Bool {
        switch self {
        case .ledElsewhere, .outdated: true
        default: false
        }
    }

    public var description: String {
        switch self {
        case .newer(let path):
            "the journal \(path) was made by a newer version of apixo; use that version"
        case .damaged(let path, let detail):
            """
            the journal \(path) is damaged (\(detail)); end the programs that use it: the next start \
            carries over what can be read
            """
        case .full(let path): "the disk is full: \(path) cannot be written, so nothing is sent"
        case .notWritable(let path): "the journal \(path) cannot be written; check its permissions"
        case .gone(let path):
            """
            the journal \(path) was deleted or moved while in use, so nothing is sent; \
            put it back or start again
            """
        case .ledElsewhere(let path):
            "another program leads on \(path) now; this one goes on showing what it does"
        case .otherService(let path, let owner, let waiting):
            """
            the journal \(path) is in use for \(owner) \
            (\(Self.reason(waiting))), so nothing is sent to another service; give that one a folder \
            of its own: --data-dir
            """
        case .outdated(let path):
            """
            a newer version of apixo has taken over the journal \(path); this one writes nothing \
            more: restart it
            """
        case .upgradeWaits(let path, let holder):
            """
            the journal \(path) is to be brought up to date, but another apixo\(Self.name(holder)) of \
            an older version still leads; end that one, then start this one again
            """
        case .noLocks(let path, let number):
            """
            \(path) cannot be locked (\(String(cString: strerror(number)))), so two programs could \
            not be kept apart and nothing is sent; choose a folder on another file system: --data-dir
            """
        case .standsStill(let path, let holder):
            """
            another apixo (pid \(holder.id)) leads on \(path) but was stopped, so nothing is sent or \
            polled; continue it (fg, or kill -CONT \(holder.id)) or end it
            """
        case .busy(let path):
            """
            another program has held the journal \(path) for long; if it was stopped, continue it or \
            end it
            """
        case .takenBack(_, let numbers):
            "taken back, so not sent: \(numbers.map { "#\($0.rawValue)" }.joined(separator: ", "))"
        case .other(let path, let detail): "the journal \(path): \(detail)"
        }
    }
}
