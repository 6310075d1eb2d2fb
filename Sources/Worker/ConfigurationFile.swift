import Apixo
import Foundation

/// What `config.toml` says; every entry may be missing.
public struct ConfigurationFile: Sendable, Hashable {
    public var baseURL: String?
    public var theme: String?
    public var resultsFolder: String?

    public init() {}

    /// Reads the file; a missing one is an empty one.
    public init(path file: String) throws(FileFault) {
        self.init()
        guard FileManager.default.fileExists(atPath: file) else { return }
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw FileFault(file: file, reason: "cannot be read; check its permissions")
        }
        let top = try TOMLSection(text: String(decoding: bytes, as: UTF8.self), file: file)
        try top.refuseKeys(besides: ["base_url", "theme", "results_dir"])
        baseURL = try top.string("base_url")
        theme = try top.string("theme")
        resultsFolder = try top.string("results_dir")
        if let baseURL {
            do throws(EndpointFault) {
                _ = try Endpoint(baseURL)
            } catch {
                throw top.fault("base_url", error.description)
            }
        }
    }
}
