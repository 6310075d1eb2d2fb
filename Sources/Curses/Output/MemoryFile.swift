import CNcurses
import Glibc

/// Where ncurses writes a frame, so that it can go out in one piece.
///
/// ncurses flushes after every cursor motion; on the terminal itself a frame is dozens of writes.
final class MemoryFile {
    let stream: UnsafeMutablePointer<FILE>
    private let raw: Int32

    init() throws(ScreenError) {
        raw = cn_memory_file()
        guard raw >= 0, let stream = fdopen(raw, "w") else {
            throw .refused(call: "memfd_create", code: errno)
        }
        self.stream = stream
    }

    deinit { fclose(stream) }

    /// What was written since the last call.
    func take() -> [UInt8] {
        fflush(stream)
        let count = Int(lseek(raw, 0, SEEK_CUR))
        guard count > 0 else { return [] }
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(raw, buffer.baseAddress, count, 0))
        }
        ftruncate(raw, 0)
        lseek(raw, 0, SEEK_SET)
        return bytes
    }
}
