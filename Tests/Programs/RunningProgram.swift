import Foundation
import Glibc
import Synchronization

/// A process that never outlives its test.
public final class RunningProgram: Sendable {
    public let id: pid_t
    private let output: String
    private let errors: String
    /// What `waitpid` said, once the process has been reaped.
    private let status = Mutex<Int32?>(nil)
    private let spent = Mutex(0.0)

    public init(
        _ path: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String = "",
    ) throws {
        let place = Self.place()
        output = "\(place).out"
        errors = "\(place).err"
        try Data(input.utf8).write(to: URL(filePath: "\(place).in"))
        defer { unlink("\(place).in") }
        id = try spawn(
            [path] + arguments,
            environment.map { "\($0)=\($1)" },
            files: ["\(place).in", output, errors],
        )
    }

    init(
        _ path: String,
        _ arguments: [String],
        _ environment: [String: String],
        on reader: StalledReader,
    ) throws {
        (output, errors) = ("", "")
        id = try spawn(
            [path] + arguments,
            environment.map { "\($0)=\($1)" },
            files: reader.files,
        )
    }

    /// In a terminal of its own; what it draws there is its output.
    init(inTerminal path: String, environment: [String: String]) throws {
        let place = Self.place()
        output = "\(place).out"
        errors = "\(place).err"
        let terminal = try PseudoTerminal()
        id = try spawn(
            [path],
            environment.map { "\($0)=\($1)" },
            files: [terminal.path, terminal.path, errors],
        )
        terminal.drain(to: output)
    }

    private static func place() -> String {
        NSTemporaryDirectory() + "apixo-run-\(UUID().uuidString)"
    }

    deinit {
        if isRunning {
            kill(id, SIGKILL)
            waitpid(id, nil, 0)
        }
        unlink(output)
        unlink(errors)
    }

    public var isRunning: Bool { ended == nil }
    public var outputSoFar: String { Self.text(output) }
    public var errorsSoFar: String { Self.text(errors) }

    public func signal(_ number: Int32) { if isRunning { kill(id, number) } }

    /// What `waitpid` says of the end.
    private var ended: Int32? {
        status.withLock { status in
            var found: Int32 = 0
            var usage = rusage()
            if status == nil, wait4(id, &found, WNOHANG, &usage) == id {
                status = found
                spent.withLock { $0 = usage.ru_utime.seconds + usage.ru_stime.seconds }
            }
            return status
        }
    }

    /// Waits until the program has ended, and kills it when it does not.
    public func outcome(within seconds: Double = 60) async throws -> Program.Outcome {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            if let status = ended {
                let signal = status & 0x7F
                return Program.Outcome(
                    code: signal == 0 ? (status >> 8) & 0xFF : signal,
                    isKilled: signal != 0,
                    output: outputSoFar,
                    errors: errorsSoFar,
                    cpuSeconds: spent.withLock { $0 },
                )
            }
            guard ContinuousClock.now < deadline else { break }
            try await Task.sleep(for: .milliseconds(5))
        }
        kill(id, SIGKILL)
        throw Late(output: outputSoFar, errors: errorsSoFar)
    }

    /// Waits until the output holds the words.
    public func waitToPrint(_ words: String) async throws {
        try await wait { outputSoFar.contains(words) }
    }

    /// The same on standard error.
    public func waitToSay(_ words: String) async throws {
        try await wait { errorsSoFar.contains(words) }
    }

    /// Waits until a line of the output begins so, and returns the rest of it.
    public func line(after start: String) async throws -> String {
        var found: Substring?
        try await wait {
            found = outputSoFar.split(separator: "\n").first { $0.hasPrefix(start) }
            return found != nil
        }
        return found.map { String($0.dropFirst(start.count)) } ?? ""
    }

    private func wait(_ isSo: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !isSo() {
            guard isRunning, ContinuousClock.now < deadline else {
                // It may have said so in its last moment.
                if isSo() { return }
                throw Late(output: outputSoFar, errors: errorsSoFar)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    public struct Late: Error {
        public let output: String
        public let errors: String
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}

/// Foundation's `Process` traps in a test that has many files open, so this does not use it.
private func spawn(
    _ arguments: [String],
    _ environment: [String],
    files: [String],
) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = [O_RDONLY, O_WRONLY | O_CREAT, O_WRONLY | O_CREAT]
    for (number, file) in files.enumerated() {
        posix_spawn_file_actions_addopen(&actions, Int32(number), file, flags[number], 0o600)
    }
    var attributes = SpawnAttributes()
    var id: pid_t = 0
    let words = arguments.map { strdup($0) } + [nil]
    let settings = environment.map { strdup($0) } + [nil]
    defer { for text in words + settings { free(text) } }
    let fault = posix_spawn(&id, arguments[0], &actions, &attributes.value, words, settings)
    guard fault == 0 else { throw POSIXError(.init(rawValue: fault) ?? .EIO) }
    return id
}
