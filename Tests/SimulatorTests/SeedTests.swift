import Apixo
import Testing

@Suite struct SeedTests {
    @Test func thereAreSevenExamples() {
        #expect(SeedExamples.all.count == 7)
    }

    @Test(arguments: SeedExamples.all)
    func anExampleGetsTheDocumentedAnswers(example: String) async throws {
        try await SimulatorClient.with { client in
            let curl = try #require(CurlCommand(example, key: "demo-key"))
            let accepted = try await client.send(
                curl.method,
                curl.path,
                headers: curl.headers,
                body: curl.body,
            )
            #expect(accepted.status == 200)
            #expect(accepted.headers["content-type"] == "application/json")
            let taskID = try #require(accepted.json?["data"]?["taskId"]?.string)
            #expect(
                accepted.text
                    == #"{"code":200,"message":"success","data":{"taskId":"\#(taskID)"}}"#
            )
            #expect(taskID.wholeMatch(of: #/task_[0-9a-f]{16}/#) != nil)
            #expect(client.entries(.accepted).map(\.request) == [JSON(parsing: curl.body)])
            try await expectDocumentedEnd(of: taskID, curl, client)
        }
    }

    private func expectDocumentedEnd(
        of taskID: String,
        _ curl: CurlCommand,
        _ client: SimulatorClient,
    ) async throws {
        let model = try #require(curl.path.split(separator: "/").last.map(String.init))
        let data = try await client.end(of: taskID, model)
        let documented: Set = [
            "taskId", "state", "resultJson", "createTime", "completeTime", "costTime",
        ]
        #expect(data.keys == documented)
        #expect(data["taskId"] == .string(taskID))
        #expect(data["state"] == .string("success"))
        let times = ["createTime", "completeTime", "costTime"].compactMap { data[$0]?.integer }
        #expect(times.count == 3 && times[1] - times[0] == times[2])
        let input = try #require(JSON(parsing: curl.body)?["input"])
        let count = input["max_images"]?.integer ?? input["num_images"]?.integer ?? 1
        #expect(try await client.resultURLs(of: taskID, model).count == count)
    }

    @Test func aFailedTaskLooksAsInTheSamplesWithAndWithoutTimes() async throws {
        try await SimulatorClient.with {
            $0.enforcesLimits = false
        } _: { client in
            let bare: Set = ["taskId", "state", "failCode", "failMsg", "createTime"]
            let taskID = try await client.submit("[fail:CONTENT_VIOLATION] [no-times]")
            let data = try await client.end(of: taskID)
            #expect(data.keys == bare)
            #expect(data["state"] == .string("failed"))
            #expect(data["failCode"] == .string("CONTENT_VIOLATION"))
            #expect(data["failMsg"] == .string("Content does not meet safety guidelines"))
            var kinds: Set<Set<String>> = []
            for _ in 0..<10 {
                let taskID = try await client.submit("[fail:CONTENT_VIOLATION]")
                kinds.insert(try await client.end(of: taskID).keys)
            }
            #expect(kinds == [bare, bare.union(["completeTime", "costTime"])])
        }
    }

    @Test func missingCreditsAreRefusedAsInTheSample() async throws {
        try await SimulatorClient.with { client in
            let answer = try await client.generate(Sample.seedream("[credits]"))
            #expect(answer.status == 400)
            #expect(answer.text == #"{"code":400,"message":"Insufficient credits","data":null}"#)
        }
    }

    @Test func theBalanceIsABareNumberThatFalls() async throws {
        try await SimulatorClient.with { client in
            let path = "/api/v1/apikeys/current-balance"
            let before = try await client.send("GET", path)
            #expect(before.text == #"{"code":200,"message":"success","data":74.87}"#)
            _ = try await client.submit("two pictures at a cent each")
            #expect(try await client.send("GET", path).json?["data"] == .number(74.85))
        }
    }

    @Test func anEmptyBalanceBuysNothing() async throws {
        try await SimulatorClient.with {
            $0.balance = 0.03
        } _: { client in
            _ = try await client.submit()
            let answer = try await client.generate(Sample.seedream())
            #expect(answer.text == #"{"code":400,"message":"Insufficient credits","data":null}"#)
            #expect(client.entries(.accepted).count == 1)
        }
    }
}
