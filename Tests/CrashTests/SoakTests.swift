import Foundation
import Programs
import Testing

/// `make soak` is believed by its exit code.
struct SoakTests {
    private static let path = URL(filePath: Program.path)
        .deletingLastPathComponent().appending(path: "soak").path

    private func soak(_ arguments: String...) async throws -> Program.Outcome {
        try await RunningProgram(Self.path, arguments).outcome()
    }

    @Test func peaceEndsWith0() async throws {
        let end = try await soak("--schedules", "50", "--seed", "1")
        #expect(end.code == 0 && end.output.contains("no invariant broken"), "\(end)")
    }

    @Test func aBrokenInvariantEndsWith1AndItsSeedReplaysIt() async throws {
        let end = try await soak("--schedules", "400", "--seed", "1", "--twice")
        let seed = try #require(end.output.firstMatch(of: /first failing seed ([0-9]+)/)?.1)
        let verdict = try #require(end.output.split(separator: "\n").last)
        #expect(end.code == 1 && verdict.hasPrefix("seed \(seed): "), "\(verdict)")
        let again = try await soak("--seed", String(seed), "--twice")
        #expect(again.code == 1 && again.output.split(separator: "\n").last == verdict)
    }

    @Test func theProgramSurvivesOddServices() async throws {
        let seed = UInt64.random(in: 0...UInt64(UInt32.max)) << 20
        let running = try RunningProgram(Self.path, ["--services", "24", "--seed", "\(seed)"])
        let end = try await running.outcome(within: 300)
        #expect(end.code == 0, "\(end.output)\(end.errors)")
    }

    @Test func whatItDoesNotKnowEndsWith2() async throws {
        #expect(try await soak("--nonsense").code == 2)
    }
}
