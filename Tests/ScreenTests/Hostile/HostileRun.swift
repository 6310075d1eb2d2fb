import Apixo
import Foundation
import Tasks
import Testing

@testable import Machine
@testable import TaskJournal

/// The built binary in a terminal whose every byte is kept, at a service that means harm.
struct HostileRun {
    let terminal: Tmux
    let service: HostileService
    let stories: [HostileStory]

    /// Whence the program has its key.
    enum KeySource: CaseIterable { case environment, file }

    init(_ stories: [HostileStory], key: String, from source: KeySource) async throws {
        self.stories = stories
        service = try await HostileService(stories)
        terminal = try Tmux()
        if source == .file { try Self.write(key, to: "\(terminal.folder)/config/key") }
        try terminal.open(
            environment: [
                // Backtraces as they are when nobody asks for others.
                "SWIFT_BACKTRACE": "",
                "APIXO_API_KEY": source == .environment ? key : "",
                "APIXO_BASE_URL": service.address,
            ]
        )
        try terminal.run("pipe-pane", "cat >> \(terminal.folder)/terminal.log")
        try writeIntents()
    }

    private static func write(_ key: String, to file: String) throws {
        try key.write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    }

    /// For the program to find.
    private func writeIntents() throws {
        try HostileStory.model.write(
            toFile: "\(terminal.folder)/config/models/quick.toml",
            atomically: true,
            encoding: .utf8,
        )
        let journal = try Journal(folder: "\(terminal.folder)/data")
        _ = try journal.insert(stories.map { Intent($0.request) }, at: SteadyClock().now)
    }

    /// Starts the dashboard and gives its process.
    func start() async throws -> Int32 {
        try terminal.type("\(Tmux.program) \(terminal.arguments)")
        try terminal.press("Enter")
        try await terminal.see("Tasks")
        return try #require(try terminal.processes().first)
    }

    func waitForTheEnd() async throws {
        try await terminal.wait("the program has ended") { _ in
            (try? terminal.processes().isEmpty) ?? false
        }
    }

    /// Runs a command in the terminal's shell, its output to a file.
    func export(_ arguments: String, to name: String) async throws {
        let file = "\(terminal.folder)/\(name)"
        try terminal.type("\(Tmux.program) \(arguments) \(terminal.arguments) > \(file) 2>&1")
        try terminal.press("Enter")
        try terminal.type("touch \(file).end")
        try terminal.press("Enter")
        try await eventually("\(arguments) has ended") {
            FileManager.default.fileExists(atPath: "\(file).end")
        }
    }

    var log: TerminalLog {
        let bytes = FileManager.default.contents(atPath: "\(terminal.folder)/terminal.log")
        return TerminalLog(bytes: bytes ?? Data())
    }

    /// Every file there is, by its path.
    var files: [String: Data] {
        let folder = terminal.folder
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        let pairs = (names ?? []).compactMap { name in
            FileManager.default.contents(atPath: "\(folder)/\(name)").map { (name, $0) }
        }
        return Dictionary(pairs) { $1 }
    }

    func waitUntilAllWasSaid() async throws {
        try await eventually("every answer was given", within: 240, in: terminal) {
            service.hasSaidAll
        }
    }
}

func eventually(
    _ what: String,
    within seconds: Double = 60,
    in terminal: Tmux? = nil,
    _ isSo: () throws -> Bool,
) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while try !isSo() {
        guard ContinuousClock.now < end else {
            throw TookTooLong(what: what, screen: terminal?.screen ?? "")
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}
