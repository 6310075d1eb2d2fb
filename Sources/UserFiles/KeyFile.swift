import Apixo
import Foundation
import Glibc

/// The file that holds the account's key; nobody but its owner may read it.
public enum KeyFile {
    /// The key in the file; nil when there is none. Whatever the file is, nobody waits for it.
    public static func read(_ path: String) throws(KeyError) -> APIKey? {
        let found: SmallFile?
        do throws(FileError) {
            found = try SmallFile(path: path, limit: 8192)
        } catch {
            throw .unreadable(path, reason: error.reason)
        }
        guard let file = found else { return nil }
        guard file.permissions & 0o077 == 0 else {
            throw .readableByOthers(path, mode: Int(file.permissions))
        }
        guard file.owner == geteuid() else { throw .ownedByAnother(path) }
        let text = file.text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let key = APIKey(text) else { throw .noKey(path) }
        return key
    }

    /// Writes the key so that at no moment anybody else can read it.
    public static func write(_ key: APIKey, to path: String) throws(KeyError) {
        let folder = (path as NSString).deletingLastPathComponent
        let new = "\(path).new"
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700],
            )
        } catch {
            throw .unwritable(folder, reason: error.localizedDescription)
        }
        unlink(new)
        let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unwritable(new, reason: String(cString: strerror(errno)))
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data("\(key.fileText)\n".utf8))
            try handle.synchronize()
        } catch {
            throw .unwritable(new, reason: error.localizedDescription)
        }
        guard rename(new, path) == 0 else {
            throw .unwritable(path, reason: String(cString: strerror(errno)))
        }
    }
}

public enum KeyError: Error, Sendable, Hashable, CustomStringConvertible {
    case readableByOthers(String, mode: Int)
    case ownedByAnother(String)
    case noKey(String)
    case unreadable(String, reason: String)
    case unwritable(String, reason: String)

    public var description: String {
        switch self {
        case .readableByOthers(let path, let mode):
            "the key file \(path) can be read by others (mode \(String(mode, radix: 8))); run chmod 600 on it"
        case .ownedByAnother(let path): "the key file \(path) belongs to another user"
        case .noKey(let path): "the key file \(path) holds no key; run apixo login"
        case .unreadable(let path, let reason): "the key file \(path) \(reason)"
        case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
        }
    }
}
