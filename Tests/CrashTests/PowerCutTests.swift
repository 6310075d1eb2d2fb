import Apixo
import Foundation
import Glibc
import Programs
import Tasks
import Testing
import Worker

/// The power fails at the very moments that matter.
struct PowerCutTests {
    enum Part: CaseIterable {
        case submit, worker, dashboard
    }

    private let folder: Folder
    private let disk: ForgetfulDisk
    private let service: SimulatorProgram

    init() async throws {
        folder = try Folder()
        try folder.addQuickModel()
        disk = try ForgetfulDisk(in: folder)
        service = try await SimulatorProgram(in: folder, timeScale: 2)
    }

    private func program(_ settings: [String: String] = [:]) -> Program {
        var program = Program(folder, address: service.address)
        program.surroundings = disk.surroundings.merging(settings) { $1 }
        return program
    }

    /// The program that sends what was queued dies at its own hand, and the disk forgets.
    private func cutPower(_ part: Part, _ settings: [String: String]) async throws {
        if part != .submit {
            let request = GenerateRequest(
                model: ModelID(rawValue: "quick"),
                input: ["prompt": .text("x")],
            )
            _ = try Journal(folder: disk.data).insert([Intent(request)], at: SteadyClock().now)
            try disk.keepAll()
        }
        let program = program(settings)
        let running =
            switch part {
            case .submit: try program.start(["submit", "quick", "--prompt", "x"])
            case .worker: try program.start(["worker"])
            case .dashboard: try program.startDashboard()
            }
        let end = try await running.outcome()
        #expect(end.code == SIGKILL, "\(end)")
        try disk.forget()
    }

    @Test(arguments: Part.allCases)
    func whatHasLeftIsNotSentAgain(part: Part) async throws {
        try await cutPower(part, ["CUT_AFTER_SEND": "POST /api"])
        let end = try await program().run("worker", "--until-idle")
        let tasks = try await program().run("tasks", "--json").json?.array
        #expect(tasks?.map { $0["state"]?.string } == ["unknown"], "\(end)")
        #expect(service.entries("accepted").count <= 1)
    }

    @Test(arguments: Part.allCases)
    func whatIsShownAsAcceptedIsKnown(part: Part) async throws {
        try await cutPower(part, ["CUT_BEFORE_PRINT": "pending"])
        let tasks = try await program().run("tasks", "--json").json?.array
        let accepted = service.entries("accepted").map { $0["taskId"]?.string }
        #expect(accepted.count == 1 && tasks?.map { $0["taskId"]?.string } == accepted)
    }

    @Test func whatAFollowerPrintsAsAcceptedIsKnown() async throws {
        let leader = try program().start(["worker"])
        for _ in 0..<2000 where service.entries("balance").isEmpty {
            try await Task.sleep(for: .milliseconds(5))
        }
        let follower = try program(["CUT_BEFORE_PRINT": "pending"])
            .start(["submit", "quick", "--prompt", "x"])
        #expect(try await follower.outcome().code == SIGKILL)
        leader.signal(SIGKILL)
        _ = try await leader.outcome()
        try disk.forget()
        let tasks = try await program().run("tasks", "--json").json?.array
        let accepted = service.entries("accepted").map { $0["taskId"]?.string }
        #expect(accepted.count == 1 && tasks?.map { $0["taskId"]?.string } == accepted)
    }
}
