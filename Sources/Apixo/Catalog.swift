import FoundationEssentials

/// The models the program knows: those built in, and those of the user's folder over them.
public struct Catalog: Sendable {
    public private(set) var models: [Model]
    /// Files that could not be used; the rest of the catalog stands.
    public private(set) var faults: [FileError] = []

    public init(models: [Model]) { self.models = models }

    /// The models built into the binary.
    public static let builtIn: Catalog = {
        var catalog = Catalog(models: [])
        for (file, bytes) in builtInFiles {
            catalog.add(String(decoding: bytes, as: UTF8.self), file: file)
        }
        precondition(catalog.faults.isEmpty, "a built-in model file is faulty: \(catalog.faults)")
        return catalog
    }()

    public static let builtInFiles: [(name: String, bytes: [UInt8])] = [
        ("seedream-5-0.toml", PackageResources.seedream_5_0_toml),
        ("gpt-image-1.toml", PackageResources.gpt_image_1_toml),
        ("seedance-1-5-pro.toml", PackageResources.seedance_1_5_pro_toml),
    ]

    /// The built-in models with the `*.toml` of a folder added or put in their place.
    public static func withModels(in folder: String) -> Catalog {
        var catalog = builtIn
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for file in files.sorted() where file.hasSuffix(".toml") {
            catalog.add(fileAt: "\(folder)/\(file)")
        }
        return catalog
    }

    public subscript(id: ModelID) -> Model? { models.first { $0.id == id } }

    public subscript(name: String) -> Model? { self[ModelID(rawValue: name)] }

    private mutating func add(fileAt path: String) {
        do throws(FileError) {
            guard let file = try SmallFile(path: path) else {
                throw FileError(file: path, reason: "is not there any more")
            }
            add(file.text, file: path)
        } catch {
            faults.append(error)
        }
    }

    private mutating func add(_ text: String, file: String) {
        do throws(FileError) {
            let model = try Model(text: text, file: file)
            if let index = models.firstIndex(where: { $0.id == model.id }) {
                models[index] = model
            } else {
                models.append(model)
            }
        } catch {
            faults.append(error)
        }
    }
}
