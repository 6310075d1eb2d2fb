import Glibc

/// Owns a file descriptor.
final class Descriptor: Sendable {
    let raw: Int32

    init(_ raw: Int32, from call: String) throws(ScreenError) {
        guard raw >= 0 else { throw .refused(call: call, code: errno) }
        self.raw = raw
    }

    deinit { close(raw) }
}
