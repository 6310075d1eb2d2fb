import Glibc
import Machine
import Synchronization

/// Tells the other programs on the same journal that something was written, without a timer: each
/// touches the journal's file after a commit, and all watch its folder.
///
/// Nothing has to be there but the journal itself.
final class ChangeNotifier: Sendable {
    private let path: String

    init(path: String) { self.path = path }

    func notifyPeers() { utimensat(AT_FDCWD, path, nil, 0) }

    /// Calls `onChange` on a thread of its own whenever a program has written, this one too.
    func listen(_ onChange: @escaping @Sendable () -> Void) -> FolderWatch? {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let name = String(path[path.index(after: slash)...])
        let watch = FolderWatch(folder: String(path[..<slash]), events: IN_ATTRIB)
        watch?.start { names in
            // Where events were lost, that is told without a name.
            if names.contains(where: { $0 == name || $0.isEmpty }) { onChange() }
        }
        return watch
    }
}
