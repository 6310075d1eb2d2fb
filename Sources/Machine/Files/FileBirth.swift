import CLinux
import Glibc

/// When a file came into being, which no copy can pretend.
package struct FileBirth {
    package let text: String

    /// Nil where the file system does not know.
    package init?(_ path: String) {
        var facts = statx()
        guard statx(AT_FDCWD, path, 0, STATX_BTIME, &facts) == 0,
            facts.stx_mask & STATX_BTIME != 0
        else { return nil }
        text = "\(facts.stx_btime.tv_sec).\(facts.stx_btime.tv_nsec)"
    }
}
