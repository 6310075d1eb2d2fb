import Apixo
import Foundation
import Tasks
import UserFiles
import Worker

/// Everything the program was told, from arguments, environment and files.
struct Settings {
    var folders: Folders
    var configuration: ConfigurationFile
    var catalog: Catalog
    var endpoint: Endpoint
    /// What the journal calls the service; its address unless told otherwise.
    var service: String?
    var key: APIKey?
    /// Why there is none though one is set. Commands that only read need none and go on.
    private var keyFault: Exit?
    var resultsFolder: String
    /// Of the account, as configured.
    var limits: AccountLimits
    /// The demo bills nothing and has no caps.
    var gate: SpendGate
    /// The simulator inside the program has no use for a way in from outside.
    var callback: CallbackSettings?
    private let isDemo: Bool

    /// What a command needs that only reads: no key.
    static func forReading(_ options: CommonOptions) throws -> Settings {
        try Settings(options, hasKey: false)
    }

    init(_ options: CommonOptions, isDemo: Bool = false, hasKey: Bool = true) throws {
        let environment = ProcessInfo.processInfo.environment
        self.isDemo = isDemo
        folders = Folders(
            dataFolder: options.dataDir,
            configurationFile: options.config,
            environment: environment,
        )
        if isDemo { folders.data += "/demo" }
        if let file = options.config, !FileManager.default.fileExists(atPath: file.absolutePath) {
            throw Exit.usage("--config: there is no file \(file)")
        }
        do {
            configuration = try ConfigurationFile(path: folders.configurationFile)
            let address = environment["APIXO_BASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
            endpoint = try Endpoint(address ?? configuration.baseURL ?? Endpoint.standard)
        } catch {
            throw Exit.usage("\(error)")
        }
        catalog = Catalog.withModels(in: folders.models)
        let results = isDemo ? nil : configuration.resultsFolder?.absolutePath
        resultsFolder = results ?? folders.results
        limits = isDemo ? AccountLimits() : configuration.account
        let caps = isDemo ? SpendCaps() : configuration.caps
        callback = isDemo ? nil : configuration.callback
        gate = SpendGate(
            caps: caps,
            timeZoneOffset: LocalTime.offset,
            confirm: isDemo ? ConfirmRule(limit: nil) : configuration.confirm,
        )
        guard !isDemo, hasKey else { return }
        do {
            key = try Self.key(folders)
        } catch let fault as Exit {
            keyFault = fault
        }
    }

    /// Throws where a key is set and cannot be used.
    func checkKey() throws { if let keyFault { throw keyFault } }

    private static func key(_ folders: Folders) throws -> APIKey? {
        if let text = EnvironmentKey.text, !text.isEmpty {
            guard let key = APIKey(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
                throw Exit.noKey("APIXO_API_KEY holds characters that no key has")
            }
            return key
        }
        do throws(KeyError) {
            return try KeyFile.read(folders.key)
        } catch {
            throw Exit.noKey(error.description)
        }
    }

    /// The way to the service. A fault in it stops no command that needs none.
    func network() throws -> NetworkSettings {
        do throws(NetworkError) {
            var network = try NetworkSettings(
                environment: isDemo ? [:] : ProcessInfo.processInfo.environment,
                caFile: configuration.caFile?.absolutePath,
            )
            network.allowsPlainResults = configuration.allowsPlainResults
            return network
        } catch {
            throw Exit.usage(error.description)
        }
    }

    /// Says what is wrong with the user's model files; the others are in use.
    func warnOfFaults() {
        for fault in catalog.faults { writeError("apixo: \(fault)") }
    }

    func model(_ name: String) throws -> Model {
        if let model = catalog[name] { return model }
        let known = catalog.models.map(\.id.rawValue).joined(separator: ", ")
        throw Exit.usage("MODEL: there is no model \(name); there are \(known)")
    }

    func journal() throws -> Journal {
        do throws(JournalError) {
            let journal = try Journal(folder: folders.data) { writeError("apixo: \($0)") }
            if let notice = journal.notice { writeError("apixo: \(notice)") }
            return journal
        } catch {
            throw Exit(error)
        }
    }

    /// The journal as it is, without a trace of the reading; nil when there is none yet.
    func journalToRead() throws -> Journal? {
        do throws(JournalError) {
            return try Journal(reading: folders.data)
        } catch {
            guard case .damaged = error else { throw Exit(error) }
            throw Exit.usage(
                "\(error); start apixo or apixo worker, which save what they can of it"
            )
        }
    }

    /// What the service calls when this program receives callbacks.
    func callbackURL(_ journal: Journal) throws -> String? {
        do throws(JournalError) {
            return try callback.map { settings throws(JournalError) in
                try journal.callbackURL(settings)
            }
        } catch {
            throw Exit(error)
        }
    }

    func requireKey() throws -> APIKey {
        try checkKey()
        guard let key else {
            throw Exit.noKey("no key is set: run apixo login, or set APIXO_API_KEY")
        }
        return key
    }
}
