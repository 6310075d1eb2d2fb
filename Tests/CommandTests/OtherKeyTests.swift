import Foundation
import Glibc
import Programs
import Testing

/// Two keys on one data folder and one base URL.
struct OtherKeyTests {
    private let folder: Folder
    private let road: Road
    private let service: SimulatorProgram
    private let program: Program

    init() async throws {
        folder = try Folder()
        try folder.addQuickModel()
        service = try await SimulatorProgram(in: folder, timeScale: 0.01)
        road = try Road(to: service.address)
        program = Program(folder, address: road.address)
    }

    private func with(key: String) -> Program {
        var other = program
        other.key = key
        return other
    }

    @Test func whatIsQueuedWithOneKeyIsNotSentWithAnother() async throws {
        road.close()
        for prompt in ["one", "two"] {
            #expect(try await program.run("submit", "quick", "--prompt", prompt).code == 5)
        }
        try road.open()
        let other = with(key: "another-key-\(UUID().uuidString)")
        let end = try await other.run("worker", "--until-idle")
        #expect(end.code == 4 && end.errors.contains("2 requests wait for the key"), "\(end)")
        #expect(service.entries("accepted").isEmpty)
        #expect(try await program.run("worker", "--until-idle").code == 0)
        #expect(service.entries("accepted").count == 2)
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
