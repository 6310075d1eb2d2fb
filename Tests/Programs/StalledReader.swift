import Foundation
import Glibc

/// Where a program's output goes and nobody takes it: a terminal in Ctrl-S, or a full pipe.
public final class StalledReader: Sendable {
    public enum Kind: Sendable, CaseIterable {
        case terminal, pipe
    }

    /// What a program opens to write to it.
    public let path: String
    private let isTerminal: Bool
    private let reading: Int32
    /// The other end of a terminal, held so that it can be stopped and started.
    private let seat: Int32

    public init(_ kind: Kind) throws {
        isTerminal = kind == .terminal
        if isTerminal {
            var (screen, seat): (Int32, Int32) = (-1, -1)
            var name = [CChar](repeating: 0, count: 64)
            guard openpty(&screen, &seat, &name, nil, nil) == 0 else {
                throw POSIXError(.init(rawValue: errno) ?? .EIO)
            }
            for end in [screen, seat] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
            (reading, self.seat) = (screen, seat)
            _ = fcntl(reading, F_SETFL, O_NONBLOCK)
            tcflow(seat, TCOOFF)
        } else {
            path = NSTemporaryDirectory() + "apixo-pipe-\(UUID().uuidString)"
            mkfifo(path, 0o600)
            // Both ends, so that the program's own opening does not wait.
            reading = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
            seat = -1
            let bytes = [UInt8](repeating: UInt8(ascii: "\n"), count: 4096)
            while write(reading, bytes, bytes.count) > 0 {}
            while write(reading, bytes, 1) > 0 {}
        }
    }

    deinit {
        close(reading)
        if isTerminal { close(seat) } else { unlink(path) }
    }

    /// Takes what came, until the words are there or half a minute is over.
    public func read(until words: String) async throws -> String {
        if isTerminal { tcflow(seat, TCOON) }
        var text = Data()
        for _ in 0..<6000 {
            let new = readAtOnce()
            let place = max(0, text.count - words.utf8.count)
            text += new
            if text[place...].range(of: Data(words.utf8)) != nil { break }
            if new.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Starts a program that writes all it says to this reader, and has it for its terminal.
    public func start(_ program: Program, _ arguments: [String]) throws -> RunningProgram {
        let environment = program.environment.merging(["TERM": "xterm-256color"]) { $1 }
        return try RunningProgram(Program.path, arguments, environment, on: self)
    }

    var files: [String] { [isTerminal ? path : "/dev/null", path, path] }

    private func readAtOnce() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(reading, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }
}
