import Apixo
import Foundation
import Programs
import Testing

/// What a script that waits learns: by the exit code, and on standard error meanwhile.
struct WaitTests {
    private let folder: Folder

    init() throws { folder = try .withQuickModel() }

    private static func submit(_ prompt: String, _ more: String...) -> [String] {
        ["submit", "quick", "--prompt", prompt, "--wait", "--json"] + more
    }

    @Test func anInterruptedWaitExitsWith8AndTheTaskGoesOn() async throws {
        try await SimulatorProgram.run(in: folder) { service, program in
            let run = try program.start(Self.submit("a [take:200]"))
            try await run.waitToSay("apixo: #1 p")
            run.signal(SIGTERM)
            let end = try await run.outcome()
            #expect(end.code == 8 && end.json?["state"]?.string?.hasPrefix("p") == true, "\(end)")
            #expect(end.errors.contains("goes on; apixo wait 1 waits for it"))
            let ended = try await program.run("worker", "--until-idle")
            #expect(ended.code == 0 && service.entries("accepted").count == 1)
        }
    }

    @Test func aTimeOutExitsWith8() async throws {
        try await SimulatorProgram.run(in: folder) { _, program in
            let end = try await program.start(Self.submit("[never]", "--timeout", "0.5")).outcome()
            #expect(end.code == 8 && end.errors.contains("#1 is p"), "\(end)")
            let more = try await program.run(
                "submit",
                "quick",
                "--prompt",
                "x",
                "--timeout",
                "1"
            )
            #expect(more.code == 2 && more.errors.contains("--timeout goes with --wait"))
        }
    }

    @Test func aParkedTaskExitsWith9() async throws {
        try folder.addQuickModel(parkAfter: 0.3)
        try await SimulatorProgram.run(in: folder) { _, program in
            let end = try await program.start(Self.submit("[never]")).outcome()
            #expect(end.code == 9 && end.errors.contains("#1 is parked"), "\(end)")
            let worker = try await program.run("worker", "--until-idle")
            #expect(worker.code == 9, "\(worker)")
        }
    }

    @Test func aResultThatIsNotSavedExitsWith10() async throws {
        try await SimulatorProgram.run(in: folder) { _, program in
            let end = try await program.start(Self.submit("[expires:0]")).outcome()
            #expect(end.code == 10 && end.json?["state"]?.string == "success", "\(end)")
            #expect(end.errors.contains("#1 succeeded, but not every result is saved"))
        }
    }

    @Test func aSuccessWithoutURLExitsWith11() async throws {
        try await SimulatorProgram.run(in: folder) { _, program in
            let end = try await program.start(Self.submit("[odd-result]")).outcome()
            #expect(end.code == 11 && end.errors.contains("no URL could be read"), "\(end)")
        }
    }

    @Test func whoWaitsForAServiceThatIsNotThereIsToldAndGetsItsTerminalBack() async throws {
        let program = Program(folder, address: "http://127.0.0.1:9")
        let end = try await program.start(Self.submit("a lake")).outcome()
        #expect(end.code == 5 && end.json?["state"]?.string == "queued", "\(end)")
        #expect(end.errors.contains("offline since") && end.errors.contains("#1 queued"))
        #expect(end.errors.contains("#1 stays queued: connection refused"))
    }

    @Test func whoWaitsForASlotIsToldSo() async throws {
        try folder.addQuickModel(atOnce: 1)
        try await SimulatorProgram.run(in: folder) { _, program in
            #expect(try await program.run("submit", "quick", "--prompt", "[never]").code == 0)
            let end = try await program.start(Self.submit("a", "--timeout", "4")).outcome()
            #expect(end.code == 8 && end.json?["state"]?.string == "queued", "\(end)")
            #expect(end.errors.contains("#2 queued: every slot of the model is taken"))
        }
    }

    @Test func whoFollowsAProgramThatReachesNobodyIsToldToo() async throws {
        let program = Program(folder, address: "http://127.0.0.1:9")
        let worker = try program.start(["worker"])
        try await worker.waitToSay("offline since")
        let end = try await program.start(Self.submit("a lake")).outcome()
        #expect(end.code == 5, "\(end)")
        #expect(end.errors.contains("another program on this data folder sends"))
        worker.signal(SIGTERM)
        #expect(try await worker.outcome().code == 0)
    }

    private static let works: [([String], [String], Int32)] = [
        (["a", "[fail:X]"], [], 1), (["a", "[odd-result]", "[fail:X]"], [], 11),
        (["a"], ["close-after=1"], 3), (["[expires:0]"], [], 10),
    ]

    @Test(arguments: works)
    func aWorkerTellsTheWorstOfWhatItDid(
        prompts: [String],
        faults: [String],
        code: Int32,
    ) async throws {
        let offline = Program(folder, address: "http://127.0.0.1:9")
        let proxy = try BreakableProxy(to: offline.address ?? "")
        proxy.close()
        let program = Program(folder, address: proxy.address)
        for prompt in prompts { _ = try await program.run("submit", "quick", "--prompt", prompt) }
        let service = try await SimulatorProgram(in: folder, timeScale: 0.02, faults: faults)
        try proxy.open(to: service.address)
        let end = try await program.run("worker", "--until-idle")
        #expect(end.code == code, "\(end)")
        #expect(try await program.run("worker", "--until-idle").code == 0)
    }

    @Test func aWorkerThatIsInterruptedBeforeAllIsIdleExitsWith8() async throws {
        try await SimulatorProgram.run(in: folder) { _, program in
            _ = try await program.run("submit", "quick", "--prompt", "[never]")
            let worker = try program.start(["worker", "--until-idle"])
            try await worker.waitToPrint("#1")
            worker.signal(SIGTERM)
            #expect(try await worker.outcome().code == 8)
        }
    }
}
