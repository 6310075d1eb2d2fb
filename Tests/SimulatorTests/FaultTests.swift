import Apixo
import Programs
import Testing

@testable import Simulator

@Suite struct FaultTests {
    /// A simulator in which one fault always happens, to every call it can happen to.
    private func with(
        _ name: String,
        _ body: (SimulatorClient) async throws -> Void,
    ) async throws {
        try await SimulatorClient.with({ try $0.faults.set("\(name)=1") }, body)
    }

    @Test func closeBeforeAcceptsNothing() async throws {
        try await with("close-before") { client in
            await #expect(throws: (any Error).self) { try await client.submit() }
            #expect(client.entries(.accepted).isEmpty)
            let entry = try #require(client.ledger.first)
            #expect(client.ledger.count == 1)
            #expect(entry.event == .refused && entry.status == nil)
            #expect(entry.fault?.rawValue == "close-before")
        }
    }

    @Test func closeAfterAcceptsAndSaysNothing() async throws {
        try await with("close-after") { client in
            await #expect(throws: (any Error).self) { try await client.submit() }
            let entry = try #require(client.ledger.first)
            #expect(client.ledger.count == 1)
            #expect(entry.event == .accepted && entry.status == nil && entry.taskId != nil)
            await #expect(throws: (any Error).self) { try await client.poll(entry.taskId ?? "") }
            #expect(client.entries(.poll).count == 1)
        }
    }

    @Test func tooManyAcceptsNothing() async throws {
        try await with("429") { client in
            let answer = try await client.generate(Sample.seedream())
            #expect(answer.status == 429)
            #expect(answer.json?["code"] == .integer(429))
            #expect(client.entries(.accepted).isEmpty)
            #expect(client.entries(.refused).map(\.reason) == ["fault"])
        }
    }

    @Test func aBadGatewayAnswersHTML() async throws {
        try await with("502") { client in
            let answer = try await client.generate(Sample.seedream())
            #expect(answer.status == 502)
            #expect(answer.headers["content-type"] == "text/html")
            #expect(answer.json == nil)
            #expect(try await client.poll("task_1").status == 502)
        }
    }

    @Test func truncatedJSONHasAWholeHead() async throws {
        try await with("truncated") { client in
            let answer = try await client.generate(Sample.seedream())
            #expect(answer.status == 200 && answer.json == nil)
            #expect(answer.headers["content-length"] == "\(answer.bytes.count)")
            #expect(answer.text.hasPrefix("{"))
            #expect(client.entries(.accepted).count == 1)
        }
    }

    @Test func garbageIsNoAnswerThoughTheTaskWasAccepted() async throws {
        try await with("garbage") { client in
            for _ in 0..<8 {
                let answer = try await client.generate(Sample.seedream())
                #expect(answer.status == 200)
                #expect(answer.json == nil)
            }
            #expect(client.entries(.accepted).count == 8)
        }
    }

    @Test func slowAnswersComeLateAndRight() async throws {
        try await with("slow") { client in
            let start = ContinuousClock.now
            _ = try await client.submit()
            #expect(ContinuousClock.now - start >= .milliseconds(100))
            #expect(client.entries(.accepted).map(\.fault?.rawValue) == ["slow"])
        }
    }

    @Test func anUnknownStateShowsOnlyWhileATaskRuns() async throws {
        try await with("unknown-state") { client in
            let never = try await client.submit("[never]")
            let state = try await client.poll(never).json?["data"]?["state"]?.string
            #expect(!["pending", "processing", "success", "failed", nil].contains(state))
            #expect(client.entries(.poll).map(\.state) == [state])
            let taskID = try await client.submit()
            #expect(try await client.end(of: taskID)["state"] == .string("success"))
        }
    }

    @Test func aBrokenResultIsNotJSON() async throws {
        try await with("broken-result") { client in
            let data = try await client.end(of: client.submit())
            let text = try #require(data["resultJson"]?.string)
            #expect(JSON(parsing: text) == nil)
        }
    }

    @Test func hostileTextIsInMessagesAndNowhereElse() async throws {
        try await with("hostile-text") { client in
            let taskID = try await client.submit("[fail:NSFW_DETECTED]")
            let data = try await client.end(of: taskID)
            #expect(data["failCode"] == .string("NSFW_DETECTED"))
            let samples = [
                data["failMsg"]?.string, try await client.poll(taskID).json?["message"]?.string,
                try await client.generate("{}").json?["data"]?["error"]?.string,
            ]
            for sample in samples { #expect(sample?.contains(where: \.isUnsafe) == true) }
        }
    }

    @Test func aDownloadBreaksOffInItsMiddle() async throws {
        try await with("truncated") { client in
            // The answers are spoilt too; the ledger knows the task's id.
            _ = try await client.generate(Sample.seedream())
            let taskID = try #require(client.ledger.first?.taskId)
            let path = "/results/\(taskID)/1.jpg"
            try await until("the file is answered") {
                do {
                    return try await client.send("GET", path, headers: []).status == 200
                } catch {
                    return true
                }
            }
            let entry = try #require(client.entries(.download).last)
            #expect(entry.fault?.rawValue == "truncated")
            let whole = ServedFile(taskID: taskID, number: 1, kind: .jpeg(nil))
            #expect(entry.bytes == whole.bytes.count / 2)
            await #expect(throws: (any Error).self) {
                try await client.send("GET", path, headers: [])
            }
        }
    }

    @Test func aGarbageDownloadIsAPageOfHTML() async throws {
        try await with("garbage") { client in
            _ = try await client.generate(Sample.seedream())
            let taskID = try #require(client.ledger.first?.taskId)
            try await until("the file is answered") {
                let path = "/results/\(taskID)/1.jpg"
                let answer = try await client.send("GET", path, headers: [])
                return answer.status == 200 && answer.text.hasPrefix("<html>")
            }
        }
    }
}

extension Character {
    fileprivate var isUnsafe: Bool {
        unicodeScalars.contains {
            $0.properties.generalCategory == .control || $0.properties.generalCategory == .format
                || $0.value == 0x301
        }
    }
}
