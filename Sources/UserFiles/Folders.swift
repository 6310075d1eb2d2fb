import Foundation

/// Where the program keeps its things: the XDG base directories unless told otherwise.
public struct Folders: Sendable, Hashable {
    /// Journal, results, lock.
    public var data: String
    /// `config.toml`, `key`, `models/`, `themes/`.
    public var configuration: String
    public var configurationFile: String

    public init(dataFolder: String?, configurationFile: String?, environment: [String: String]) {
        let home = environment["HOME"] ?? NSHomeDirectory()
        data =
            dataFolder ?? environment.path("APIXO_DATA_DIR")
            ?? (environment.path("XDG_DATA_HOME") ?? "\(home)/.local/share") + "/apixo"
        let standard = (environment.path("XDG_CONFIG_HOME") ?? "\(home)/.config") + "/apixo"
        self.configurationFile = (configurationFile ?? "\(standard)/config.toml").absolutePath
        configuration = (self.configurationFile as NSString).deletingLastPathComponent
        data = data.absolutePath
    }

    public var key: String { "\(configuration)/key" }
    public var models: String { "\(configuration)/models" }
    public var themes: String { "\(configuration)/themes" }
    public var results: String { "\(data)/results" }
}

extension [String: String] {
    /// A folder named by a variable; an empty one names none.
    fileprivate func path(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension String {
    public var absolutePath: String {
        let path = (self as NSString).expandingTildeInPath
        if path.hasPrefix("/") { return (path as NSString).standardizingPath }
        let here = FileManager.default.currentDirectoryPath
        return ("\(here)/\(path)" as NSString).standardizingPath
    }
}
