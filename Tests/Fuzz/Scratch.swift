import Foundation

/// A file for readers that take nothing but a path, and a folder for those that make more files.
/// They go away with their maker.
public final class Scratch: Sendable {
    let path: String

    public init() { path = NSTemporaryDirectory() + "apixo-fuzz-\(UUID().uuidString)" }

    deinit { unlink(path) }

    /// As only its owner may read it, which a key file must be.
    func write(_ bytes: [UInt8]) {
        write(bytes, to: path)
    }

    /// As the only file in a folder, which is returned.
    func writeJournal(_ bytes: [UInt8]) -> String {
        mkdir(folder, 0o700)
        write(bytes, to: "\(folder)/journal.sqlite")
        return folder
    }

    /// With all that was made beside it.
    func removeJournal() { try? FileManager.default.removeItem(atPath: folder) }

    private var folder: String { "\(path)-journal" }

    private func write(_ bytes: [UInt8], to path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(file) }
        let written = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
        precondition(written == bytes.count, "the scratch file \(path) cannot be written")
    }
}
