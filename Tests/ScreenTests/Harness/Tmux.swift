import Foundation
import Programs

/// The built program in a real terminal: a tmux server of its own.
final class Tmux: Sendable {
    private let socket = "apixo-test-\(UUID().uuidString.prefix(8))"
    let folder: String

    /// The program that was built beside this test.
    static let program = URL(fileURLWithPath: CommandLine.arguments[0])
        .deletingLastPathComponent().appendingPathComponent("apixo").path

    init() throws {
        folder = NSTemporaryDirectory() + "apixo-screen-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: "\(folder)/config/models",
            withIntermediateDirectories: true,
        )
        try Self.model.write(
            toFile: "\(folder)/config/models/quick.toml",
            atomically: true,
            encoding: .utf8,
        )
        try "".write(toFile: "\(folder)/config/config.toml", atomically: true, encoding: .utf8)
    }

    deinit {
        _ = try? run("kill-server")
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// A model that is polled often, so that no test waits for the real times.
    private static let model = """
        id = "quick-1"
        output = "image"
        [limits]
        requests_per_minute = 6000
        tasks_at_once = 100
        [looks]
        first_after = 0.1
        every = 0.1
        [[typical]]
        seconds = [20, 30]
        [[field]]
        name = "prompt"
        kind = "text"
        length = [1, 5000]
        required = true
        [[pixels]]
        size = [64, 64]
        """

    var arguments: String { "--config \(folder)/config/config.toml --data-dir \(folder)/data" }

    /// Opens a shell of the size given.
    func open(columns: Int = 120, rows: Int = 40, environment: [String: String] = [:]) throws {
        var settings = [
            "SWIFT_BACKTRACE": "enable=no", "HOME": folder, "LANG": "C.UTF-8", "APIXO_API_KEY": "",
        ]
        settings.merge(environment) { $1 }
        let pairs = settings.flatMap { ["-e", "\($0)=\($1)"] }
        try run(
            ["-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"] + pairs
                + ["sh"]
        )
    }

    /// Starts the demo on the quick model.
    func start(_ more: String = "") throws {
        try type("\(Self.program) --demo --time-scale 0.02 \(arguments) \(more)")
        try press("Enter")
    }

    func type(_ text: String) throws { try run("send-keys", "-l", text) }
    func press(_ keys: String...) throws { try run(["send-keys"] + keys) }

    func resize(columns: Int, rows: Int) throws {
        try run("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// Pastes as a terminal does, in brackets where the program asked for them.
    func paste(_ text: String) throws {
        try run("set-buffer", text)
        try run("paste-buffer", "-p")
    }

    var screen: String { (try? run("capture-pane", "-p")) ?? "" }
    var styledScreen: String { (try? run("capture-pane", "-p", "-e")) ?? "" }

    func see(_ text: String, within seconds: Double = 40) async throws {
        try await wait("the screen shows “\(text)”", within: seconds) { $0.contains(text) }
    }

    func wait(
        _ what: String,
        within seconds: Double = 40,
        until isReached: (String) -> Bool,
    ) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            let screen = screen
            if isReached(screen) { return }
            guard ContinuousClock.now < end else { throw TookTooLong(what: what, screen: screen) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// The process numbers of the program in this terminal.
    func processes() throws -> [Int32] {
        let shell = try run("display-message", "-p", "#{pane_pid}")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return try execute("/usr/bin/pgrep", ["-P", shell], mayFail: true)
            .split(separator: "\n").compactMap { Int32($0) }
    }

    @discardableResult
    func run(_ arguments: String...) throws -> String { try run(arguments) }

    @discardableResult
    func run(_ arguments: [String]) throws -> String {
        try execute("/usr/bin/tmux", ["-L", socket] + arguments)
    }
}

struct TookTooLong: Error, CustomStringConvertible {
    var what: String
    var screen: String
    var description: String { "it took too long until \(what):\n\(screen)" }
}

struct CommandFailed: Error {
    var command: [String]
    var output: String
}

/// Runs a program to its end and gives what it printed.
///
/// Not with Foundation's `Process`: that waits for a tmux server too, which never ends.
@discardableResult
func execute(_ program: String, _ arguments: [String], mayFail: Bool = false) throws -> String {
    let path = NSTemporaryDirectory() + "apixo-output-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var attributes = SpawnAttributes()
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, program, &actions, &attributes.value, &words, environ)
    guard code == 0 else { throw CommandFailed(command: [program], output: "error \(code)") }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    guard mayFail || status == 0 else {
        throw CommandFailed(command: [program] + arguments, output: text)
    }
    return text
}
