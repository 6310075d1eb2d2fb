import Apixo
import Foundation
import Programs
import Testing

/// The same request, or one with the same name, given twice: whether it is paid for twice.
struct SendAgainCommandTests {
    private let folder: Folder

    init() throws { folder = try .withQuickModel() }

    @Test func aRequestWhoseOutcomeIsUnknownIsNotSentAgainWithoutAWord() async throws {
        try await SimulatorProgram.run(in: folder, faults: ["close-after=1"]) { service, program in
            #expect(try await program.run("submit", "quick", "--prompt", "a lake").code == 3)
            let end = try await program.run("submit", "quick", "--prompt", " a lake\n")
            #expect(end.code == 2 && end.output == "")
            #expect(end.errors.contains("not sent: the same request is #1, which got no answer"))
            #expect(end.errors.contains("--again"))
            #expect(service.entries("accepted").count == 1)
            #expect(
                try await program.run("submit", "quick", "--prompt", "a lake", "--again").code == 3
            )
            #expect(service.entries("accepted").count == 2)
        }
    }

    @Test func whatWasSentWithinTheHourAsksFirst() async throws {
        try await SimulatorProgram.run(in: folder) { service, program in
            let submit = ["submit", "quick", "--prompt", "a lake", "--wait"]
            #expect(try await program.start(submit).outcome().code == 0)
            let end = try await program.start(submit).outcome()
            #expect(end.code == 2 && end.errors.contains("#1, which was sent within the last hour"))
            let other = try await program.run("submit", "quick", "--prompt", "another lake")
            #expect(other.code == 0 && service.entries("accepted").count == 2)
        }
    }

    @Test func whatIsQueuedAsksFirst() async throws {
        let program = Program(folder, address: "http://127.0.0.1:9")
        #expect(try await program.run("submit", "quick", "--prompt", "a lake").code == 5)
        let end = try await program.run("submit", "quick", "--prompt", "a lake")
        #expect(end.code == 2 && end.errors.contains("#1, which is queued"))
        #expect(try await program.run("tasks", "--json").json?.array?.count == 1)
    }

    @Test func twoProgramsDoNotPassTheQuestionTogether() async throws {
        try await SimulatorProgram.run(in: folder) { service, program in
            let runs = try (1...6).map { _ in
                try program.start(["submit", "quick", "--prompt", "a lake"])
            }
            var codes: [Int32] = []
            for run in runs { codes.append(try await run.outcome().code) }
            #expect(codes.sorted() == [0, 2, 2, 2, 2, 2])
            #expect(service.entries("accepted").count == 1)
        }
    }

    @Test func aRefusedRequestMayBeSentAgainAtOnce() async throws {
        try await SimulatorProgram.run(in: folder) { service, program in
            for _ in 1...2 {
                let end = try await program.run("submit", "quick", "--prompt", "[refuse:400] x")
                #expect(end.code == 1, "\(end)")
            }
            #expect(service.entries("refused").count == 2)
        }
    }

    @Test func aRefIsSentOnceHoweverOftenItIsAsked() async throws {
        try await SimulatorProgram.run(in: folder) { service, program in
            let submit = [
                "submit", "quick", "--prompt", "a lake", "--ref", "order 7", "--wait", "--json",
            ]
            let first = try await program.start(submit).outcome()
            let second = try await program.start(submit).outcome()
            #expect(first.code == 0 && second.code == 0, "\(second)")
            #expect(first.json?["ref"]?.string == "order 7" && second.json == first.json)
            #expect(service.entries("accepted").count == 1)
            let shown = try await program.run("show", "1")
            #expect(shown.output.contains("\nref          order 7\n"))
        }
    }

    @Test func programsWithOneRefAtOncePayOnce() async throws {
        try await SimulatorProgram.run(in: folder) { service, program in
            let runs = try (1...6).map { _ in
                try program.start([
                    "submit", "quick", "--prompt", "a lake", "--ref", "a", "--wait", "--json",
                ])
            }
            for run in runs {
                let end = try await run.outcome()
                #expect(end.code == 0 && end.json?["id"]?.integer == 1, "\(end)")
            }
            #expect(service.entries("accepted").count == 1)
        }
    }

    @Test func aRefOfAnUnknownTaskTellsThatAndSendsNothing() async throws {
        try await SimulatorProgram.run(in: folder, faults: ["close-after=1"]) { service, program in
            for _ in 1...2 {
                let end = try await program.run(
                    "submit",
                    "quick",
                    "--prompt",
                    "a lake",
                    "--ref",
                    "a",
                    "--wait"
                )
                #expect(end.code == 3)
            }
            #expect(service.entries("accepted").count == 1)
        }
    }

    @Test func aRefThatIsAnotherRequestsIsRefused() async throws {
        try await SimulatorProgram.run(in: folder) { service, program in
            let first = try await program.run("submit", "quick", "--prompt", "a", "--ref", "x")
            #expect(first.code == 0)
            let end = try await program.run(
                "submit",
                "quick",
                "--prompt",
                "b",
                "--ref",
                "x",
                "--again"
            )
            #expect(end.code == 2 && end.errors.contains("the ref x is that of #1"))
            #expect(service.entries("accepted").count == 1)
        }
    }

    @Test(arguments: [
        "", " a", "a\u{1B}[2J", "a\nb", "a\u{202E}b", String(repeating: "x", count: 201),
    ])
    func aRefThatWouldNotBeSeenAsItIsIsRefused(ref: String) async throws {
        let program = Program(folder, address: "http://127.0.0.1:9")
        let end = try await program.run("submit", "quick", "--prompt", "b", "--ref", ref)
        #expect(end.code == 2 && end.errors.hasPrefix("--ref: a name has 1 to 200"))
        #expect(try await program.run("tasks", "--json").json == .array([]))
    }
}
