import Foundation

/// A file for readers that take nothing but a path. It goes away with its maker.
public final class Scratch: Sendable {
    let path: String

    public init() { path = NSTemporaryDirectory() + "apixo-fuzz-\(UUID().uuidString)" }

    deinit { unlink(path) }

    /// As only its owner may read it, which a key file must be.
    func write(_ bytes: [UInt8]) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(file) }
        let written = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
        precondition(written == bytes.count, "the scratch file \(path) cannot be written")
    }
}
