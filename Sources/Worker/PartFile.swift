import Glibc

/// A file that is being fetched; it gets its name only when it is whole and on disk.
final class PartFile {
    private let path: String
    private let descriptor: Int32
    private(set) var count: Int

    init(path: String) throws(DownloadFault) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        if descriptor < 0 { throw .disk("\(path): \(String(cString: strerror(errno)))") }
        count = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    }

    deinit { close(descriptor) }

    /// The first bytes, to tell what the file is.
    var head: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: FileSignature.length)
        let read = pread(descriptor, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(0, read)))
    }

    func restart() throws(DownloadFault) {
        try check(ftruncate(descriptor, 0))
        lseek(descriptor, 0, SEEK_SET)
        count = 0
    }

    func append(_ bytes: some Collection<UInt8>) throws(DownloadFault) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            try check(written < 0 ? -1 : 0)
            rest = rest.dropFirst(written)
            count += written
        }
    }

    /// Puts the whole file under its name, both on disk when this returns its size.
    func publish(as name: String) throws(DownloadFault) -> Int {
        try check(fsync(descriptor))
        try check(rename(path, name))
        let folder = open(name.parentFolder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
        return count
    }

    private func check(_ result: Int32) throws(DownloadFault) {
        if result != 0 { throw .disk("\(path): \(String(cString: strerror(errno)))") }
    }
}

extension String {
    fileprivate var parentFolder: String {
        lastIndex(of: "/").map { String(self[..<$0]) } ?? "."
    }
}
