/// The models the program knows: those built in, and those of the user's folder over them.
public struct Catalog: Sendable {
    public private(set) var models: [Model]
    /// Files that could not be used; the rest of the catalog stands.
    public var errors: [FileError] = []

    public init(models: [Model]) { self.models = models }

    /// The models built into the binary.
    public static let builtIn: Catalog = {
        var catalog = Catalog(models: [])
        for (file, bytes) in builtInFiles {
            catalog.add(String(decoding: bytes, as: UTF8.self), file: file)
        }
        precondition(catalog.errors.isEmpty, "a built-in model file is faulty: \(catalog.errors)")
        return catalog
    }()

    public static let builtInFiles: [(name: String, bytes: [UInt8])] = [
        ("seedream-5-0.toml", PackageResources.seedream_5_0_toml),
        ("gpt-image-1.toml", PackageResources.gpt_image_1_toml),
        ("seedance-1-5-pro.toml", PackageResources.seedance_1_5_pro_toml),
    ]

    public subscript(id: ModelID) -> Model? { models.first { $0.id == id } }

    public subscript(name: String) -> Model? { self[ModelID(rawValue: name)] }

    /// Adds the model of a file's text, or puts it in the place of the one of its name.
    public mutating func add(_ text: String, file: String) {
        do throws(FileError) {
            let model = try Model(text: text, file: file)
            if let index = models.firstIndex(where: { $0.id == model.id }) {
                models[index] = model
            } else {
                models.append(model)
            }
        } catch {
            errors.append(error)
        }
    }
}
