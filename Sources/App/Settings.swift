import Apixo
import Foundation
import Tasks
import UserFiles
import Worker

/// Everything the program was told, from arguments, environment and files.
public struct Settings: Sendable {
    public var folders: Folders
    public var configuration: ConfigurationFile
    public var catalog: Catalog
    public var endpoint: Endpoint
    /// What the journal calls the service; its address unless told otherwise.
    public var service: String?
    public var key: APIKey?
    public var resultsFolder: String
    /// Of the account, as configured.
    public var limits: AccountLimits
    /// The demo bills nothing and has no caps.
    public var gate: SpendGate
    /// The simulator inside the program has no use for a way in from outside.
    public var callback: CallbackSettings?
    let isDemo: Bool
    private let environment: [String: String]
    /// Why there is no key though one is set. Commands that only read need none and go on.
    private var keyError: StartupError?

    /// - Parameters:
    ///   - dataFolder: As an argument named it; nil leaves it to the environment.
    ///   - configurationFile: The same.
    ///   - keyText: The key that came in the environment; nil reads the key file.
    ///   - needsKey: A command that only reads looks for none.
    public init(
        dataFolder: String?,
        configurationFile: String? = nil,
        environment: [String: String],
        keyText: String? = nil,
        isDemo: Bool = false,
        needsKey: Bool = true,
    ) throws(StartupError) {
        self.isDemo = isDemo
        self.environment = environment
        folders = Folders(
            dataFolder: dataFolder,
            configurationFile: configurationFile,
            environment: environment,
        )
        if isDemo { folders.data += "/demo" }
        if let configurationFile,
            !FileManager.default.fileExists(atPath: configurationFile.absolutePath)
        {
            throw .usage("--config: there is no file \(configurationFile)")
        }
        do {
            configuration = try ConfigurationFile(path: folders.configurationFile)
            let address = environment["APIXO_BASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
            endpoint = try Endpoint(address ?? configuration.baseURL ?? Endpoint.standard)
        } catch {
            throw .usage("\(error)")
        }
        catalog = Catalog.withModels(in: folders.models)
        let results = isDemo ? nil : configuration.resultsFolder?.absolutePath
        resultsFolder = results ?? folders.results
        limits = isDemo ? AccountLimits() : configuration.account
        callback = isDemo ? nil : configuration.callback
        gate = SpendGate(
            caps: isDemo ? SpendCaps() : configuration.caps,
            zone: .local,
            confirm: isDemo ? ConfirmRule(limit: nil) : configuration.confirm,
        )
        guard !isDemo, needsKey else { return }
        do throws(StartupError) {
            key = try Self.key(keyText, folders)
        } catch {
            keyError = error
        }
    }

    private static func key(
        _ text: String?,
        _ folders: Folders,
    ) throws(StartupError) -> APIKey? {
        if let text, !text.isEmpty {
            guard let key = APIKey(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
                throw .noKey("APIXO_API_KEY holds characters that no key has")
            }
            return key
        }
        do throws(KeyError) {
            return try KeyFile.read(folders.key)
        } catch {
            throw .noKey(error.description)
        }
    }

    /// Throws where a key is set and cannot be used.
    public func checkKey() throws(StartupError) { if let keyError { throw keyError } }

    public func requireKey() throws(StartupError) -> APIKey {
        try checkKey()
        guard let key else {
            throw .noKey("no key is set: run apixo login, or set APIXO_API_KEY")
        }
        return key
    }

    /// The way to the service. A fault in it stops no command that needs none.
    public func network() throws(StartupError) -> NetworkSettings {
        do throws(NetworkError) {
            var network = try NetworkSettings(
                environment: isDemo ? [:] : environment,
                caFile: configuration.caFile?.absolutePath,
            )
            network.allowsPlainResults = configuration.allowsPlainResults
            return network
        } catch {
            throw .usage(error.description)
        }
    }
}
