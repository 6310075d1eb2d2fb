import Apixo
import Foundation
import Programs
import Testing

/// Prompts and requests out of files, and what would be sent.
struct BatchTests {
    private let folder: Folder
    private let service: SimulatorProgram
    private let program: Program

    init() async throws {
        (folder, service, program) = try await SimulatorProgram.withProgram(timeScale: 0.02)
    }

    private func prompt(_ argument: String, input: String = "") async throws -> String? {
        let submit = ["submit", "quick", "--prompt", argument, "--dry-run", "--json"]
        let end = try await program.start(submit, input: input).outcome()
        return end.json?["request"]?["input"]?["prompt"]?.string
    }

    @Test func aPromptComesFromAFileOrFromStandardInput() async throws {
        let file = try folder.write("a lake\nin the rain\n", to: "prompt.txt")
        #expect(try await prompt("@\(file)") == "a lake\nin the rain")
        #expect(try await prompt("-", input: "a lake\r\n") == "a lake")
        #expect(try await prompt("@@home") == "@home")
    }

    @Test func aPromptFileThatIsNoneIsSaid() async throws {
        let binary = "\(folder.path)/binary"
        try Data([0xFF, 0xFE, 0x41]).write(to: URL(filePath: binary))
        let large = try folder.write(String(repeating: "a", count: 300_000), to: "large")
        for (name, words) in [
            (binary, "is not UTF-8"), (large, "more than 256 KiB"), ("/nowhere/x", "No such file"),
            (folder.path, "directory"),
        ] {
            let end = try await program.run("submit", "quick", "--prompt", "@\(name)")
            #expect(end.code == 2 && end.errors.contains(words), "\(end)")
        }
        #expect(service.entries("accepted").isEmpty)
    }

    @Test func aDryRunWritesNothingAndNeedsNoKey() async throws {
        var program = program
        program.key = nil
        let end = try await program.run("submit", "quick", "--prompt", "a", "--dry-run")
        #expect(end.code == 0, "\(end)")
        let body = #"{"input":{"prompt":"a"},"request_type":"async"}"#
        #expect(end.output.contains("/generateTask/quick\n\(body)\nbilled 1 "), "\(end)")
        #expect(!FileManager.default.fileExists(atPath: folder.data))
        let wrong = try await program.run("submit", "quick", "--prompt", "", "--dry-run")
        #expect(wrong.code == 2)
    }

    @Test func aBatchIsSentWithOneDecisionAndNamesItsTasks() async throws {
        let lines = (1...3).map { #"{"prompt":"no. \#($0)","ref":"r\#($0)"}"# }
        let file = try folder.write(lines.joined(separator: "\n\n") + "\n", to: "batch.jsonl")
        let asked = try await program.run("submit", "quick", "--batch", file)
        #expect(asked.code == 2 && asked.errors.contains("Send 3 requests"), "\(asked)")
        #expect(asked.errors.contains("say --yes") && service.entries("accepted").isEmpty)
        for _ in 1...2 {
            let end = try await program.run(
                "submit",
                "quick",
                "--batch",
                file,
                "--yes",
                "--wait",
                "--json"
            )
            #expect(end.code == 0, "\(end)")
            let tasks = end.output.split(separator: "\n").compactMap { JSON(parsing: String($0)) }
            #expect(tasks.map { $0["ref"]?.string } == ["r1", "r2", "r3"])
            #expect(tasks.allSatisfy { $0["state"]?.string == "success" })
        }
        #expect(service.entries("accepted").count == 3)
    }

    @Test func everyLineIsCheckedBeforeTheFirstIsWritten() async throws {
        let text = """
            {"model":"quick","prompt":"fine","ref":"a"}
            {"model":"quick","promt":"typo"}
            {"model":"nosuch","prompt":"b"}
            not JSON
            {"model":"quick","prompt":"c","ref":"a"}
            {"model":"quick","prompt":""}
            """
        let end = try await program.run("submit", "--batch", "-", "--yes", input: text)
        #expect(end.code == 2)
        for words in [
            "line 2: promt is not a field", "line 3: MODEL: there is no model nosuch",
            "line 4: it is not a JSON object", "line 5: ref a is that of line 1", "line 6: prompt",
        ] {
            #expect(end.errors.contains(words), "\(end.errors)")
        }
        #expect(!end.errors.contains("line 1:"))
        #expect(try await program.run("tasks", "--json").json == .array([]))
    }

    @Test func theSameTwiceInABatchAsksFirst() async throws {
        let text = "{\"prompt\":\"a\"}\n{\"prompt\":\"b\"}\n{\"prompt\":\" a\"}\n"
        let submit = ["submit", "quick", "--batch", "-", "--yes"]
        let end = try await program.start(submit, input: text).outcome()
        #expect(end.code == 2 && end.errors.contains("line 3 is the same as line 1"), "\(end)")
        #expect(try await program.run("tasks", "--json").json == .array([]))
        let again = try await program.start(submit + ["--again"], input: text).outcome()
        #expect(again.code == 0 && service.entries("accepted").count == 3)
    }

    @Test func aCapHoldsTheWholeBatchBack() async throws {
        try folder.write("[spend]\nbatch_tasks = 2\n", to: "config/apixo/config.toml")
        let text = "{\"prompt\":\"a\"}\n{\"prompt\":\"b\"}\n{\"prompt\":\"c\"}\n"
        let submit = ["submit", "quick", "--batch", "-", "--yes"]
        let end = try await program.start(submit, input: text).outcome()
        #expect(end.code == 6 && service.entries("accepted").isEmpty, "\(end)")
    }
}
