import Coordination
import Glibc

extension JournalError {
    /// A file that could not be opened to be written.
    package init(opening path: String, _ reason: Int32) {
        switch reason {
        case ENOSPC: self = .full(path)
        case EMFILE, ENFILE: self = .other(path, detail: Self.noDescriptors)
        default: self = .notWritable(path)
        }
    }

    private static let noDescriptors = "too many files are open; raise the limit (ulimit -n)"
}
