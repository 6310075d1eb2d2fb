import Foundation
import Glibc

/// A file that is being fetched; it gets its name only when it is whole and on disk.
final class PartFile {
    private let path: String
    private let descriptor: Int32
    private(set) var count: Int
    /// Where the bytes so far came from; nil where nobody can say.
    private(set) var origin: FileOrigin?

    init(path: String) throws(DownloadError) {
        self.path = path
        descriptor = try Self.openAlone(path)
        count = max(0, Int(lseek(descriptor, 0, SEEK_END)))
        if count > 0 {
            origin = FileManager.default.contents(atPath: note).flatMap(FileOrigin.init)
        }
    }

    /// Remembers beside the part where it comes from.
    private var note: String { "\(path).from" }

    private static func openAlone(_ path: String) throws(DownloadError) -> Int32 {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
            if descriptor < 0 { throw .disk(String(cString: strerror(errno)), path: path) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                close(descriptor)
                throw .disk("it is being fetched already", path: path)
            }
            if isFile(descriptor, at: path) { return descriptor }
            // Whoever held it until now has just given it its name: it must not be written to.
            close(descriptor)
        }
    }

    /// Whether the open file is still the one of that name.
    static func isFile(_ descriptor: Int32, at path: String) -> Bool {
        var (opened, named) = (stat(), stat())
        guard fstat(descriptor, &opened) == 0, lstat(path, &named) == 0 else { return false }
        return opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
    }

    deinit {
        if count == 0 {
            unlink(path)
            unlink(note)
        }
        close(descriptor)
    }

    /// Whether the file ends where such a file ends.
    func end(as type: FileSignature) -> FileEnd { FileEnd(of: type, in: descriptor, count: count) }

    /// The first bytes, to tell what the file is.
    var head: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: FileSignature.length)
        let read = pread(descriptor, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(0, read)))
    }

    func restart() throws(DownloadError) {
        unlink(note)
        try check(ftruncate(descriptor, 0))
        lseek(descriptor, 0, SEEK_SET)
        count = 0
        origin = nil
    }

    /// Forgets what is there, for a file from this place.
    func restart(from origin: FileOrigin) throws(DownloadError) {
        try restart()
        // Without it a broken download begins anew, and nothing worse.
        let file = open(note, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard file >= 0 else { return }
        defer { close(file) }
        let bytes = Array(origin.bytes)
        if write(file, bytes, bytes.count) == bytes.count { self.origin = origin }
    }

    func append(_ bytes: some Collection<UInt8>) throws(DownloadError) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            try check(written < 0 ? -1 : 0)
            rest = rest.dropFirst(written)
            count += written
        }
    }

    /// Puts the whole file under a name that no other file has, both on disk when this returns it.
    func publish(as name: String, ending: String) throws(DownloadError) -> String {
        try check(fsync(descriptor))
        for attempt in 1...999 {
            let path = attempt == 1 ? "\(name).\(ending)" : "\(name)~\(attempt).\(ending)"
            if try take(path) {
                unlink(note)
                syncFolder(of: path)
                return path
            }
        }
        throw .disk("this and 999 more such names are taken", path: "\(name).\(ending)")
    }

    /// Another file of that name stays as it is, unless it is this very file from an earlier try.
    private func take(_ name: String) throws(DownloadError) -> Bool {
        if try FreshName.give(name, to: path) { return true }
        guard FileManager.default.contentsEqual(atPath: path, andPath: name) else { return false }
        try check(unlink(path))
        return true
    }

    private func syncFolder(of name: String) {
        let folder = open((name as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private func check(_ result: Int32) throws(DownloadError) {
        if result != 0 { throw .disk(String(cString: strerror(errno)), path: path) }
    }
}
