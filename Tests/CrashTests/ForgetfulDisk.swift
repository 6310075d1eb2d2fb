import Foundation
import Glibc
import Programs

/// A disk that keeps, when the power fails, only what was synced: contents of files and names in
/// folders, each on its own.
final class ForgetfulDisk: Sendable {
    private let root: String
    private let synced: String

    init(in folder: Folder) throws {
        root = "\(folder.path)/disk"
        synced = "\(folder.path)/synced"
        for place in [root, synced] {
            try FileManager.default.createDirectory(
                atPath: place,
                withIntermediateDirectories: true,
            )
        }
    }

    var data: String { "\(root)/home/share/apixo" }

    /// For a program whose data are on this disk.
    var surroundings: [String: String] {
        Preload.surroundings([
            "DISK_ROOT": root, "DISK_SYNCED": synced, "APIXO_DATA_DIR": data,
        ])
    }

    /// What a power cut does, once no program runs any more.
    ///
    /// - Parameter luck: How many files of a hundred keep what was not synced, as some do.
    func forget(luck: Int = 0) throws {
        let fresh = "\(root).fresh"
        try restore(try Self.number(of: root), at: fresh, luck)
        try FileManager.default.removeItem(atPath: root)
        try FileManager.default.moveItem(atPath: fresh, toPath: root)
        try FileManager.default.removeItem(atPath: synced)
        try FileManager.default.createDirectory(atPath: synced, withIntermediateDirectories: true)
        try keepAll()
    }

    /// What is there now is on the disk.
    func keepAll() throws { try keepAll(in: root) }

    private func restore(_ folder: ino_t, at place: String, _ luck: Int) throws {
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let list = FileManager.default.contents(atPath: "\(synced)/d\(folder)") ?? Data()
        for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 2)
            guard parts.count == 3, let number = ino_t(parts[1]) else { continue }
            let name = "\(place)/\(parts[2])"
            if parts[0] == "d" {
                try restore(number, at: name, luck)
            } else {
                let kind = Int.random(in: 0..<100) < luck ? "pin" : "f"
                let file = "\(synced)/\(kind)\(number)"
                let bytes = FileManager.default.contents(atPath: file) ?? Data()
                // It is the same file still, by its number.
                link("\(synced)/pin\(number)", name)
                try bytes.write(to: URL(filePath: name))
                chmod(name, 0o600)
            }
        }
    }

    private func keepAll(in folder: String) throws {
        var lines = ""
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let path = "\(folder)/\(name)"
            let number = try Self.number(of: path)
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            lines += "\(isFolder.boolValue ? "d" : "f") \(number) \(name)\n"
            if isFolder.boolValue {
                try keepAll(in: path)
            } else {
                link(path, "\(synced)/pin\(number)")
                try FileManager.default.copyItem(atPath: path, toPath: "\(synced)/f\(number)")
            }
        }
        try Data(lines.utf8).write(to: URL(filePath: "\(synced)/d\(try Self.number(of: folder))"))
    }

    private static func number(of path: String) throws -> ino_t {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        return facts.st_ino
    }
}
