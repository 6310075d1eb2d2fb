import Apixo
import Foundation
import Glibc

/// The built binary, run as a user would run it.
public struct Program: Sendable {
    /// The binary that was built beside this test.
    public static let path = URL(filePath: CommandLine.arguments[0])
        .deletingLastPathComponent().appending(path: "apixo").path

    /// The key that must be seen nowhere.
    public static let key = "canary-7f3a9c51e0"

    public let folder: Folder
    /// The base URL of a service.
    public var address: String?
    public var key: String? = Self.key
    /// What else it finds in its environment.
    public var surroundings: [String: String] = [:]

    public init(_ folder: Folder, address: String? = nil) {
        self.folder = folder
        self.address = address
    }

    /// How a run ended.
    public struct Outcome: Sendable {
        /// The exit code, or the signal that ended it.
        public let code: Int32
        public let isKilled: Bool
        public let output: String
        public let errors: String
        /// What it cost the processor.
        public let cpuSeconds: Double

        public var json: JSON? { JSON(parsing: output) }
    }

    /// Starts the program without waiting for it.
    public func start(_ arguments: [String], input: String = "") throws -> RunningProgram {
        try RunningProgram(Self.path, arguments, environment: environment, input: input)
    }

    /// Starts the dashboard in a terminal at which nobody sits.
    public func startDashboard() throws -> RunningProgram {
        let environment = environment.merging(["TERM": "xterm-256color"]) { $1 }
        return try RunningProgram(inTerminal: Self.path, environment: environment)
    }

    public func run(_ arguments: String..., input: String = "") async throws -> Outcome {
        let running = try start(arguments, input: input)
        return try await running.outcome()
    }

    /// All that the program is told by its surroundings.
    public var environment: [String: String] {
        var environment = [
            "HOME": folder.path,
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "APIXO_DATA_DIR": folder.data,
            "XDG_CONFIG_HOME": folder.configuration,
        ]
        environment["APIXO_BASE_URL"] = address
        environment["APIXO_API_KEY"] = key
        return environment.merging(surroundings) { $1 }
    }
}
