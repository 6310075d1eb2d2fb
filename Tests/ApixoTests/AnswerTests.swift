import Apixo
import Testing

struct AnswerTests {
    @Test(arguments: [511, 512, 513, 514, 10_000])
    func anAnswerThatIsBracketsAloneIsUnclear(depth: Int) {
        let body = String(repeating: "[", count: depth)
        guard case .unclear = answer(200, body).submitAnswer() else {
            Issue.record("\(depth) brackets say something")
            return
        }
    }

    @Test func theSeedsSubmitAnswerGivesTheTaskID() {
        let body = #"{"code": 200, "message": "success", "data": {"taskId": "task_12345678"}}"#
        #expect(answer(200, body).submitAnswer() == .value(sampleID))
    }

    @Test(arguments: [
        (200, #"{"code": 0, "message": "ok", "data": {"taskId": "task_12345678"}}"#),
        (200, #"{"code": 1, "data": {"taskId": "task_12345678"}}"#),
        (200, #"{"code": 500, "message": "boom", "data": {"taskId": "task_12345678"}}"#),
        (201, #"{"data": {"taskId": "task_12345678"}}"#),
        (500, #"{"code": 500, "message": "boom", "data": {"taskId": "task_12345678"}}"#),
        (503, #"{"data": {"taskId": "task_12345678"}}"#),
    ])
    func aTaskIDIsTakenFromAnOddAnswerToASubmit(_ status: Int, _ body: String) {
        #expect(answer(status, body).submitAnswer() == .value(sampleID))
    }

    @Test func aTaskIDMayBeANumber() {
        let body = #"{"code": 200, "data": {"taskId": 12345678}}"#
        #expect(answer(200, body).submitAnswer() == .value(TaskID(rawValue: "12345678")))
        let other = HTTPAnswer(status: 200, body: Array(#"{"data":{"taskId":7,"state":"x"}}"#.utf8))
        #expect(
            other.pollAnswer(for: TaskID(rawValue: "7"))
                == .value(TaskReport(state: .running(phase: "x")))
        )
        guard case .unclear = other.pollAnswer(for: sampleID) else {
            Issue.record("a look took the answer about another task")
            return
        }
    }

    @Test(arguments: [
        (400, #"{"code": 400, "message": "no", "data": {"taskId": "task_1"}}"#),
        (200, #"{"code": 400, "message": "no", "data": {"taskId": "task_1"}}"#),
        (404, #"{"code": 200, "message": "no", "data": {"taskId": "task_1"}}"#),
        (429, #"{"code": 429, "message": "no", "data": {"taskId": "task_1"}}"#),
        (500, #"{"code": 400, "message": "no", "data": {"taskId": "task_1"}}"#),
        (302, #"{"code": 200, "message": "no", "data": {"taskId": "task_1"}}"#),
        (200, #"{"code": 0, "message": "no", "data": {"taskId": ""}}"#),
        (200, #"{"code": 0, "message": "no", "data": {"taskId": 0}}"#),
        (200, #"{"code": 200, "message": "no", "data": {"taskId": true}}"#),
        (200, #"{"code": 200, "message": "no", "data": {"taskId": 1.5}}"#),
    ])
    func aTaskIDBesideARefusalOrOfNoFormIsNotTaken(_ status: Int, _ body: String) {
        if case .value(let id) = answer(status, body).submitAnswer() {
            Issue.record("took \(id)")
        }
    }

    @Test func theSeedsErrorIsARefusalForCredits() {
        let body = #"{"code": 400, "message": "Insufficient credits", "data": null}"#
        #expect(
            answer(400, body).submitAnswer()
                == .refused(
                    Refusal(status: 400, reason: .noCredits, message: "Insufficient credits")
                )
        )
    }

    @Test(arguments: [
        (
            #"{"code":400,"message":"Invalid request","data":{"error":"Missing required field: input.prompt"}}"#,
            "Invalid request: Missing required field: input.prompt"
        ),
        (#"{"code":400,"message":"Invalid request"}"#, "Invalid request"),
        ("<html>Bad</html>", "the answer is not JSON: <html>Bad</html>"),
        ("", "HTTP 400 without a message"),
    ])
    func everyShapeOfErrorBodyIsARefusalWithItsWords(_ body: String, _ message: String) {
        #expect(
            answer(400, body).submitAnswer()
                == .refused(Refusal(status: 400, reason: .badRequest, message: message))
        )
    }

    @Test(arguments: [
        (401, #"{"code":401,"message":"Invalid or missing API key"}"#, Refusal.Reason.badKey),
        (402, #"{"code":402,"message":"Pay"}"#, .noCredits),
        (403, #"{"code":403,"message":"No"}"#, .forbidden),
        (404, #"{"code":404,"message":"No"}"#, .notFound),
        (
            400, #"{"code":400,"message":"x","data":{"failCode":"INSUFFICIENT_CREDITS"}}"#,
            .noCredits
        ),
    ])
    func aStatusTellsTheReason(_ status: Int, _ body: String, _ reason: Refusal.Reason) {
        guard case .refused(let refusal) = answer(status, body).submitAnswer() else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.reason == reason)
    }

    @Test func aFailCodeInARefusalIsFound() {
        let body = #"{"code":400,"message":"SensitiveContentDetected","data":null}"#
        guard case .refused(let refusal) = answer(400, body).submitAnswer() else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.failCode?.rawValue == "SensitiveContentDetected")
    }

    @Test func tooManyRequestsIsNoRefusal() {
        let body = #"{"code":429,"message":"Rate limit exceeded","data":null}"#
        #expect(answer(429, body, retryAfter: 7).submitAnswer() == .tooMany(retryAfter: 7))
        #expect(answer(200, body).submitAnswer() == .tooMany(retryAfter: nil))
    }

    @Test(arguments: [
        (500, #"{"code":500,"message":"boom","data":null}"#), (502, "<html>502</html>"),
        (503, ""), (200, "garbage"), (200, #"{"code":200,"data":null}"#),
        (301, ""), (302, "<html>moved</html>"), (307, ""), (200, #"{"code":302,"data":null}"#),
        (408, #"{"code":408,"message":"Request timeout","data":null}"#), (200, #"{"code":408}"#),
        (409, #"{"code":409,"message":"Conflict","data":null}"#), (425, ""), (499, ""),
        (200, #"{"code":200,"data":{}}"#), (200, #"{"code":200,"message":"success","da"#),
    ])
    func whatProvesNothingIsUnclear(_ status: Int, _ body: String) {
        guard case .unclear = answer(status, body).submitAnswer() else {
            Issue.record("not unclear: \(answer(status, body).submitAnswer())")
            return
        }
        guard case .unclear = poll(status, body) else {
            Issue.record("a look took it: \(poll(status, body))")
            return
        }
    }

    @Test func theBalanceIsABareNumber() {
        let body = #"{"code":200,"message":"success","data":74.8700}"#
        #expect(answer(200, body).balanceAnswer() == .value(74.87))
    }

    @Test(arguments: [
        "CONTENT_VIOLATION", "SensitiveContent", "SensitiveContentDetected",
        "ProhibitedContentDetected", "InputImageSensitiveContentDetected",
        "InputOutputSensitiveContentDetected", "NSFW_DETECTED", "NSFW", "PROMPT_TOO_LONG",
        "PromptLengthExceeded", "INVALID_PROMPT", "INVALID_IMAGE_URL", "IMAGE_DOWNLOAD_FAILED",
        "IMAGE_TOO_LARGE", "UNSUPPORTED_FORMAT", "PROCESSING_TIMEOUT", "MODEL_UNAVAILABLE",
        "GENERATION_FAILED", "INSUFFICIENT_CREDITS", "INVALID_LORA_URL",
    ])
    func aDocumentedFailCodeIsExplained(code: String) {
        #expect(FailCode(rawValue: code).explanation != nil)
    }

    @Test func aFailCodeThatNoPageNamesIsNot() {
        #expect(FailCode(rawValue: "BRAND_NEW").explanation == nil)
    }

    @Test func mutatedBodiesNeverTrap() {
        let seed = Array(
            #"{"code":200,"data":{"taskId":"t","state":"success","resultJson":"{\"resultUrls\":[1,null,\"https://a/b\"]}","costTime":1e99}}"#
                .utf8
        )
        var random = SystemRandomNumberGenerator()
        for _ in 0..<3000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            let answer = HTTPAnswer(status: 200, body: bytes)
            _ = answer.pollAnswer(for: sampleID)
            _ = answer.submitAnswer()
            _ = answer.balanceAnswer()
        }
    }
}
