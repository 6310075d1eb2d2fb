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
    }

    deinit {
        unlink("\(folder)/\(name)")
        close(descriptor)
    }

    func tellOthers() {
        futimens(descriptor, nil)
    }

    /// Calls `onNudge` on a thread of its own whenever another program has written.
    func listen(_ onNudge: @escaping @Sendable () -> Void) {
        let watcher = inotify_init1(Int32(IN_CLOEXEC))
        guard watcher >= 0, inotify_add_watch(watcher, folder, UInt32(IN_ATTRIB)) >= 0 else {
            return
        }
        let own = name
        let thread = Thread {
            while let names = Self.readNames(watcher) {
                if names.contains(where: { $0 != own }) { onNudge() }
            }
            close(watcher)
        }
        thread.stackSize = 128 * 1024
        thread.start()
    }

    /// Waits for events and returns the names of the files touched; nil when watching has ended.
    private static func readNames(_ watcher: Int32) -> [String]? {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        let count = read(watcher, &buffer, buffer.count)
        if count < 0 && errno == EINTR { return [] }
        guard count > 0 else { return nil }
        var names: [String] = []
        var offset = 0
        let head = MemoryLayout<inotify_event>.size
        while offset + head <= count {
            let length = buffer.withUnsafeBytes {
                Int($0.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
            }
            let text = buffer[(offset + head)..<(offset + head + length)].prefix { $0 != 0 }
            names.append(String(decoding: text, as: UTF8.self))
            offset += head + length
        }
        return names
    }
}
