import Apixo
import Programs
import Testing

@testable import Simulator

@Suite struct WebhookTests {
    private func callback(_ prompt: String, to url: String) -> String {
        let input = #"{"mode":"text-to-image","prompt":"\#(prompt)","max_images":1}"#
        return #"{"request_type":"callback","callback_url":"\#(url)","input":\#(input)}"#
    }

    @Test func theEndOfATaskIsPosted() async throws {
        try await Receiver.with(statuses: []) { receiver in
            try await SimulatorClient.with { client in
                let answer = try await client.generate(callback("x", to: receiver.url))
                let taskID = try #require(answer.json?["data"]?["taskId"])
                try await until("the ledger tells of it") { client.entries(.webhook).count == 1 }
                let body = try #require(receiver.bodies.first)
                #expect(body["code"] == .integer(200))
                #expect(body["data"]?["taskId"] == taskID)
                #expect(body["data"]?["state"] == .string("success"))
                #expect(body["data"]?["resultJson"] != nil && body["data"]?["costTime"] != nil)
                let poll = try await client.poll(taskID.string ?? "")
                #expect(body == poll.json)
                let entry = client.entries(.webhook).first
                #expect(entry?.status == 200 && entry?.attempt == 1 && entry?.url == receiver.url)
            }
        }
    }

    @Test func aWebhookIsRetriedUntilItIsTaken() async throws {
        try await Receiver.with(statuses: [500, 302]) { receiver in
            try await SimulatorClient.with { client in
                _ = try await client.generate(callback("[fail]", to: receiver.url))
                try await until("the ledger tells of it") {
                    client.entries(.webhook).last?.status == 200
                }
                #expect(client.entries(.webhook).map(\.status) == [500, 302, 200])
                #expect(receiver.bodies.count == 3 && Set(receiver.bodies).count == 1)
                #expect(receiver.bodies[0]["data"]?["state"] == .string("failed"))
            }
        }
    }

    @Test func aWebhookIsGivenUpAfterFourTries() async throws {
        try await Receiver.with(statuses: [500, 500, 500, 500]) { receiver in
            try await SimulatorClient.with({ $0.timeScale = 0.0005 }) { client in
                _ = try await client.generate(callback("x", to: receiver.url))
                try await until("the ledger tells of it") { client.entries(.webhook).count == 4 }
                #expect(client.entries(.webhook).map(\.attempt) == [1, 2, 3, 4])
            }
            #expect(receiver.bodies.count == 4)
        }
    }

    @Test func nothingLeavesTheMachine() async throws {
        try await SimulatorClient.with { client in
            _ = try await client.generate(callback("x", to: "https://example.com/callback"))
            try await until("the ledger tells of it") { client.entries(.webhook).count == 1 }
            let entry = client.entries(.webhook).first
            #expect(entry?.status == nil && entry?.reason == "not a loopback address, not sent")
        }
    }

    @Test(arguments: [
        ("webhook-twice", ["success", "success"]), ("webhook-early", ["running", "success"]),
        ("webhook-forged", ["running", "success"]), ("webhook-garbage", [nil, "success"]),
        ("webhook-lost", []),
    ])
    func aFaultAddsOrKeepsBackAWebhook(fault: String, states: [String?]) async throws {
        try await Receiver.with(statuses: []) { receiver in
            try await SimulatorClient.with({ try? $0.faults.set("\(fault)=1") }) { client in
                let answer = try await client.generate(callback("[take:100]", to: receiver.url))
                let taskID = try #require(answer.json?["data"]?["taskId"])
                let count = max(1, states.count)
                try await until("the ledger tells of it") {
                    client.entries(.webhook).count == count
                }
                let bodies = receiver.bodies
                let words = bodies.map { $0["data"]?["state"]?.string }
                #expect(words.map { $0.map { $0 == "success" ? $0 : "running" } } == states)
                let isForged = fault == "webhook-forged"
                let named = bodies.map { $0["data"]?["taskId"] == taskID }
                #expect(named.first == states.first.map { $0 != nil && !isForged })
                #expect(named.last ?? true)
                #expect(client.entries(.webhook).allSatisfy { $0.fault?.rawValue == fault })
            }
        }
    }
}
