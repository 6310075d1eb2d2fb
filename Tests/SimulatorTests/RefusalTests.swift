import Apixo
import Testing

@Suite struct RefusalTests {
    @Test(arguments: [
        (
            #"{"input":{"mode":"text-to-image","prompt":"x","max_images":11}}"#,
            "input.max_images must be 1 to 10"
        ),
        (
            #"{"input":{"mode":"text-to-image","prompt":"x","max_images":1.5}}"#,
            "input.max_images has the wrong type"
        ),
        (
            #"{"input":{"mode":"text-to-image","prompt":"x","max_images":"2"}}"#,
            "input.max_images must be 1 to 10"
        ),
        (
            #"{"input":{"mode":"text-to-image","max_images":1}}"#,
            "Missing required field: input.prompt"
        ),
        (
            #"{"input":{"mode":"text-to-image","prompt":null,"max_images":1}}"#,
            "Missing required field: input.prompt"
        ),
        (
            #"{"input":{"mode":"text-to-image","prompt":7,"max_images":1}}"#,
            "input.prompt must be text"
        ),
        (
            #"{"input":{"mode":"text","prompt":"x","max_images":1}}"#,
            "input.mode must be one of text-to-image, image-to-image"
        ),
        (
            #"{"input":{"mode":"image-to-image","prompt":"x","max_images":1}}"#,
            "Missing required field: input.image_urls"
        ),
        (
            #"{"input":{"mode":"image-to-image","prompt":"x","max_images":1,"image_urls":[]}}"#,
            "input.image_urls needs at least 1 URLs, has 0"
        ),
        (
            #"{"input":{"mode":"image-to-image","prompt":"x","max_images":1,"image_urls":[1]}}"#,
            "input.image_urls has the wrong type"
        ),
        (
            #"{"input":{"mode":"text-to-image","prompt":"x","max_images":1,"web_search":"no"}}"#,
            "input.web_search must be one of true, false"
        ),
        (
            #"{"input":{"mode":"text-to-image","prompt":"x","max_images":1,"resolution":"2k"}}"#,
            "input.resolution must be one of 2K, 3K"
        ),
        (
            #"{"request_type":"later","input":{}}"#,
            "request_type must be one of async, callback"
        ),
        (#"{"request_type":"callback","input":{}}"#, "Missing required field: callback_url"),
        (
            #"{"request_type":"callback","callback_url":"http://example.com","input":{}}"#,
            "callback_url must be a public https URL"
        ),
        (#"{"provider":"best","input":{}}"#, "provider must be one of auto, value, official"),
        (#"{"provider":1,"input":{}}"#, "provider must be a string"),
        (#"{"input":[]}"#, "input must be an object"),
        (#"{}"#, "Missing required field: input"),
        (#"[]"#, "The body is not a JSON object"),
        (#"{"input":"#, "The body is not JSON"),
        ("", "The body is not JSON"),
    ])
    func aBadParameterIsRefusedByName(body: String, error: String) async throws {
        try await SimulatorClient.with { client in
            let answer = try await client.generate(body)
            #expect(answer.status == 400)
            #expect(answer.json?["code"] == .integer(400))
            #expect(answer.json?["message"] == .string("Invalid request"))
            #expect(answer.json?["data"] == .object(["error": .string(error)]))
            #expect(client.entries(.accepted).isEmpty)
            #expect(client.entries(.refused).map(\.reason) == [error])
        }
    }

    @Test func fieldsTheModeOrTheModelDoesNotUseArePassedOver() async throws {
        try await SimulatorClient.with { client in
            let more = #", "image_urls": "none", "colour": {"of": "sky"}"#
            let answer = try await client.generate(Sample.seedream(more: more))
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: [
        [("Authorization", "Bearer other")], [("Authorization", "demo-key")], [],
    ])
    func aWrongKeyIsRefusedWithoutData(headers: [(String, String)]) async throws {
        try await SimulatorClient.with { client in
            let calls = [
                ("POST", "/api/v1/generateTask/seedream-5-0"),
                ("GET", "/api/v1/statusTask/seedream-5-0?taskId=task_1"),
                ("GET", "/api/v1/apikeys/current-balance"),
            ]
            for (method, path) in calls {
                let answer = try await client.send(method, path, headers: headers)
                #expect(answer.status == 401)
                #expect(answer.text == #"{"code":401,"message":"Invalid or missing API key"}"#)
            }
            #expect(client.entries(.refused).map(\.status) == [401, 401, 401])
        }
    }

    @Test func whatIsNotThereIsNotFound() async throws {
        try await SimulatorClient.with { client in
            let taskID = try await client.submit()
            let paths = [
                "/api/v1/statusTask/seedream-5-0?taskId=task_12345678",
                "/api/v1/statusTask/gpt-image-1?taskId=\(taskID)",
                "/api/v1/statusTask/nope?taskId=\(taskID)",
                "/api/v1/generateTask/seedream-5-0", "/api/v1/tasks", "/",
                "/results/\(taskID)/9.jpg",
                "/results/../../etc/passwd", "/results/",
            ]
            for path in paths {
                let answer = try await client.send("GET", path)
                #expect(answer.status == 404)
                #expect(answer.json?["code"] == .integer(404))
                #expect(answer.json?["data"] == .null)
            }
        }
    }

    @Test func aPollWithoutATaskIdSaysSo() async throws {
        try await SimulatorClient.with { client in
            let answer = try await client.send("GET", "/api/v1/statusTask/seedream-5-0")
            #expect(answer.status == 400)
            #expect(answer.text.contains("Missing required field: taskId"))
        }
    }

    @Test func aHugeBodyIsRefusedAndTheServiceLivesOn() async throws {
        try await SimulatorClient.with { client in
            let huge = String(repeating: "[", count: 2 << 20)
            let deep = String(repeating: "[", count: 1 << 19)
            var statuses: [Int] = []
            for body in [huge, deep, Sample.seedream()] {
                statuses.append(try await client.generate(body).status)
            }
            #expect(statuses == [413, 400, 200])
        }
    }

    @Test func theEleventhTaskAtOnceIsRefused() async throws {
        try await SimulatorClient.with {
            $0.timeScale = 1
        } _: { client in
            for _ in 0..<10 { _ = try await client.submit() }
            let answer = try await client.generate(Sample.seedream())
            #expect(answer.status == 429)
            #expect(answer.text == #"{"code":429,"message":"Rate limit exceeded","data":null}"#)
            #expect(client.entries(.refused).map(\.reason) == ["tasks at once"])
            #expect(client.entries(.accepted).count == 10)
        }
    }

    @Test func theSixtyFirstRequestOfAMinuteIsRefusedForThatModelOnly() async throws {
        try await SimulatorClient.with { client in
            let taskID = try await client.submit()
            for _ in 1..<60 { _ = try await client.poll(taskID) }
            let poll = try await client.poll(taskID)
            let submission = try await client.generate(Sample.seedream())
            #expect([poll.status, submission.status] == [429, 429])
            let reasons = client.entries(.refused).map(\.reason)
            #expect(reasons == ["requests per minute", "requests per minute"])
            #expect(try await client.poll("task_1", "gpt-image-1").status == 404)
        }
    }

    @Test(arguments: [402, 403, 429, 500, 503])
    func aPromptCanAskForARefusal(status: Int) async throws {
        try await SimulatorClient.with { client in
            let answer = try await client.generate(Sample.seedream("[refuse:\(status)] please"))
            #expect(answer.status == status)
            #expect(answer.json?["code"] == .integer(status))
            #expect(client.entries(.accepted).isEmpty)
        }
    }
}
