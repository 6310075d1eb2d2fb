import Foundation

/// Everything a program keeps, in a folder that goes away with its test.
public final class Folder: Sendable {
    public let path: String

    public init() throws {
        path = NSTemporaryDirectory() + "apixo-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: models,
            withIntermediateDirectories: true,
        )
    }

    /// One in which a model is that is polled often.
    public static func withQuickModel() throws -> Folder {
        let folder = try Folder()
        try folder.addQuickModel()
        return folder
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    public var data: String { "\(path)/data" }
    /// `XDG_CONFIG_HOME`
    public var configuration: String { "\(path)/config" }
    public var models: String { "\(configuration)/apixo/models" }
    public var ledger: String { "\(path)/ledger" }

    /// A model that is polled often; says where its file is.
    @discardableResult
    public func addQuickModel(
        _ id: String = "quick",
        perMinute: Int = 100_000,
        atOnce: Int = 50,
        parkAfter: Double = 1800,
        brake: String = "pause = 0.3",
        firstAfter: Double = 0.05,
        every: Double = 0.1,
    ) throws -> String {
        try write(
            """
            id = "\(id)"
            [limits]
            requests_per_minute = \(perMinute)
            tasks_at_once = \(atOnce)
            [polling]
            first_after = \(firstAfter)
            every = \(every)
            park_after = \(parkAfter)
            [brake]
            \(brake)
            [[typical]]
            seconds = [1, 3]
            [[field]]
            name = "prompt"
            kind = "text"
            length = [1, 5000]
            required = true
            """,
            to: "config/apixo/models/\(id).toml",
        )
    }

    @discardableResult
    public func write(_ text: String, to name: String, mode: Int = 0o644) throws -> String {
        let file = "\(path)/\(name)"
        let folder = URL(filePath: file).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        return file
    }

    /// Every file below, by its path.
    public var files: [String: Data] {
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String }
        let pairs = (names ?? []).compactMap { name in
            FileManager.default.contents(atPath: "\(path)/\(name)").map { (name, $0) }
        }
        return Dictionary(pairs) { $1 }
    }
}
