import Apixo
import Foundation
import Glibc
import Programs
import Testing

/// Two keys on one data folder and one base URL.
struct OtherKeyTests {
    private let folder: Folder
    private let proxy: BreakableProxy
    private let service: SimulatorProgram
    private let program: Program

    init() async throws {
        (folder, service, proxy, program) = try await BreakableProxy.withProgram()
    }

    private func with(key: String) -> Program {
        var other = program
        other.key = key
        return other
    }

    @Test func whatIsQueuedWithOneKeyIsNotSentWithAnother() async throws {
        proxy.close()
        for prompt in ["one", "two"] {
            #expect(try await program.run("submit", "quick", "--prompt", prompt).code == 5)
        }
        try proxy.open()
        let other = with(key: "another-key-\(UUID().uuidString)")
        let end = try await other.run("worker", "--until-idle")
        #expect(end.code == 4 && end.errors.contains("2 requests wait for the key"), "\(end)")
        #expect(service.entries("accepted").isEmpty)
        #expect(try await program.run("worker", "--until-idle").code == 0)
        #expect(service.entries("accepted").count == 2)
    }

    private static let words = "queued with another key: start apixo with that key"

    /// Queues a request while nobody can be reached.
    private func queue(_ prompt: String, _ program: Program) async throws {
        proxy.close()
        #expect(try await program.run("submit", "quick", "--prompt", prompt).code == 5)
        try proxy.open()
    }

    @Test func whatWaitsForAnotherKeyIsSaidOfTheTask() async throws {
        try await queue("one", program)
        let other = with(key: "another-key-\(UUID().uuidString)")
        #expect(try await other.run("worker", "--until-idle").code == 4)
        let shown = try await other.run("show", "1")
        #expect(shown.output.contains("waits        \(Self.words)"), "\(shown)")
        #expect(shown.output.contains("take it back (x, or apixo cancel 1)"), "\(shown)")
        #expect(try await other.run("show", "1", "--json").json?["otherKey"] == .bool(true))
        let listed = try await other.run("tasks")
        #expect(listed.output.contains(Self.words), "\(listed)")
        let wait = try await other.run("wait", "1")
        #expect(wait.code == 4 && wait.errors.contains("#1 is \(Self.words)"), "\(wait)")
        let dashboard = try other.startDashboard()
        try await dashboard.waitToPrint("1 queued with another key")
        dashboard.signal(SIGKILL)
        #expect(try await program.run("wait", "1").code == 0)
        #expect(try await program.run("show", "1", "--json").json?["otherKey"] == .bool(false))
    }

    @Test func nobodyWaitsForWhatOnlyAnotherKeyCanSend() async throws {
        let leader = try program.start(["worker"])
        _ = try await program.run("submit", "quick", "--prompt", "own")
        _ = try await leader.line(after: "#1     success")
        let other = with(key: "another-key-\(UUID().uuidString)")
        for arguments in [[], ["--wait"]] {
            let prompt = ["submit", "quick", "--prompt", "foreign \(arguments)"]
            let end = try await other.start(prompt + arguments).outcome()
            #expect(end.code == 4 && end.errors.contains(Self.words), "\(end)")
        }
        for program in [program, other] {
            let end = try await program.run("worker", "--until-idle")
            #expect(end.code == 4, "\(end)")
            #expect(end.errors.contains("2 requests wait for the key"), "\(end)")
        }
        #expect(service.entries("accepted").count == 1)
        leader.signal(SIGTERM)
        _ = try await leader.outcome()
    }

    @Test func aSubmitBesideALeaderWithAnotherKeySaysWhyItWaits() async throws {
        let leader = try program.start(["worker"])
        _ = try await program.run("submit", "quick", "--prompt", "own")
        _ = try await leader.line(after: "#1     success")
        let other = with(key: "another-key-\(UUID().uuidString)")
        let end = try await other.run("submit", "quick", "--prompt", "foreign")
        #expect(end.errors.contains("1 request waits for the key"), "\(end)")
        #expect(service.entries("accepted").count == 1)
        leader.signal(SIGTERM)
        _ = try await leader.outcome()
    }
}
