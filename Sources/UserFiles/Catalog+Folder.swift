import Apixo
import FoundationEssentials

extension Catalog {
    /// The built-in models with the `*.toml` of a folder added or put in their place.
    public static func withModels(in folder: String) -> Catalog {
        var catalog = builtIn
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for file in files.sorted() where file.hasSuffix(".toml") {
            catalog.add(fileAt: "\(folder)/\(file)")
        }
        return catalog
    }

    private mutating func add(fileAt path: String) {
        do throws(FileError) {
            guard let file = try SmallFile(path: path) else {
                throw FileError(file: path, reason: "no longer exists")
            }
            add(file.text, file: path)
        } catch {
            errors.append(error)
        }
    }
}
