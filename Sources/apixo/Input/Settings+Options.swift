import Apixo
import App
import Foundation
import TaskJournal

extension Settings {
    init(_ options: CommonOptions, isDemo: Bool = false, needsKey: Bool = true) throws {
        try self.init(
            dataFolder: options.dataDir,
            configurationFile: options.config,
            environment: ProcessInfo.processInfo.environment,
            keyText: EnvironmentKey.text,
            isDemo: isDemo,
            needsKey: needsKey,
        )
    }

    /// What a command needs that only reads: no key.
    static func forReading(_ options: CommonOptions) throws -> Settings {
        try Settings(options, needsKey: false)
    }

    /// Says what is wrong with the user's model files; the others are in use.
    func warnOfFaults() {
        for fault in catalog.errors { writeError("apixo: \(fault)") }
    }

    func model(_ name: String) throws -> Model {
        if let model = catalog[name] { return model }
        let known = catalog.models.map(\.id.rawValue).joined(separator: ", ")
        throw Exit.usage("MODEL: there is no model \(name); there are \(known)")
    }

    func journal() throws -> Journal { try journal { writeError("apixo: \($0)") } }
}
