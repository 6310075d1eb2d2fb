import Foundation
import Glibc

/// A result on its way into a folder of the user's: whole or not at all, and in nobody's place.
struct FileCopy {
    private let source: String
    private let folder: String
    private let target: String

    init(of path: String, to folder: String) {
        source = path
        self.folder = folder
        target = "\(folder)/\(URL(filePath: path).lastPathComponent)"
    }

    /// Gives the path of the copy; one that is there already stays.
    func make() throws -> String {
        let files = FileManager.default
        do {
            if files.fileExists(atPath: target) {
                if files.contentsEqual(atPath: source, andPath: target) { return target }
                throw Exit(.notSaved, "\(target) is another file; it is not replaced")
            }
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let part = "\(target).part-\(getpid())"
            try files.copyItem(atPath: source, toPath: part)
            defer { unlink(part) }
            // A link, unlike a rename, replaces nothing.
            guard sync(part), link(part, target) == 0 else {
                throw Exit(.notSaved, "\(target): \(String(cString: strerror(errno)))")
            }
            return target
        } catch let exit as Exit {
            throw exit
        } catch {
            throw Exit(.notSaved, "--to \(folder): \(error.localizedDescription)")
        }
    }

    private func sync(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        return file >= 0 && fsync(file) == 0
    }
}
