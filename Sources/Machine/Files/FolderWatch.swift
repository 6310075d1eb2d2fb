import Foundation
import Glibc

/// Watches a folder through inotify, on a thread of its own.
package final class FolderWatch: Sendable {
    private let watcher: Int32
    private let watch: Int32

    package init?(folder: String, events: Int32) {
        watcher = inotify_init1(Int32(IN_CLOEXEC))
        if watcher < 0 { return nil }
        watch = inotify_add_watch(watcher, folder, UInt32(events))
        if watch < 0 {
            close(watcher)
            return nil
        }
    }

    /// Calls `onEvents` with the names of the files concerned until `stop`.
    package func start(_ onEvents: @escaping @Sendable ([String]) -> Void) {
        let thread = Thread { [watcher] in
            while let names = Self.readNames(watcher) { onEvents(names) }
            close(watcher)
        }
        thread.stackSize = 128 * 1024
        thread.start()
    }

    /// The last event says that the watch has ended, which ends the thread.
    package func stop() { inotify_rm_watch(watcher, watch) }

    /// Waits for events and returns the names of their files; nil when watching has ended.
    private static func readNames(_ watcher: Int32) -> [String]? {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        let count = read(watcher, &buffer, buffer.count)
        if count < 0 { return errno == EINTR ? [] : nil }
        var names: [String] = []
        var offset = 0
        let head = MemoryLayout<inotify_event>.size
        while offset + head <= count {
            let (mask, length) = buffer.withUnsafeBytes { bytes in
                let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                return (event.mask, Int(event.len))
            }
            if mask & UInt32(IN_IGNORED) != 0 { return nil }
            let text = buffer[(offset + head)..<(offset + head + length)].prefix { $0 != 0 }
            names.append(String(decoding: text, as: UTF8.self))
            offset += head + length
        }
        return names
    }
}
