import Apixo
import Testing

private func answer(_ status: Int, _ body: String, retryAfter: Double? = nil) -> HTTPAnswer {
    HTTPAnswer(status: status, body: Array(body.utf8), retryAfter: retryAfter)
}

private let id = TaskID(rawValue: "task_12345678")

private func poll(_ status: Int = 200, _ body: String) -> PollAnswer {
    answer(status, body).pollAnswer(for: id)
}

private func report(_ body: String) throws -> TaskReport {
    guard case .value(let report) = poll(200, body) else {
        throw NotAReport(answer: poll(200, body))
    }
    return report
}

private struct NotAReport: Error {
    var answer: PollAnswer
}

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
        #expect(answer(200, body).submitAnswer() == .value(id))
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
        #expect(answer(status, body).submitAnswer() == .value(id))
    }

    @Test func aTaskIDMayBeANumber() {
        let body = #"{"code": 200, "data": {"taskId": 12345678}}"#
        #expect(answer(200, body).submitAnswer() == .value(TaskID(rawValue: "12345678")))
        let other = HTTPAnswer(status: 200, body: Array(#"{"data":{"taskId":7,"state":"x"}}"#.utf8))
        #expect(
            other.pollAnswer(for: TaskID(rawValue: "7"))
                == .value(TaskReport(state: .running(phase: "x")))
        )
        guard case .unclear = other.pollAnswer(for: id) else {
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

    @Test func theSeedsSuccessGivesURLsAndTimes() throws {
        let report = try report(
            #"""
            {"code": 200, "message": "success", "data": {"taskId": "task_12345678",
             "state": "success",
             "resultJson": "{\"resultUrls\":[\"https://r2.apixo.ai/img1.png\",\"https://r2.apixo.ai/img2.png\"]}",
             "createTime": 1767965610929, "completeTime": 1767965652317, "costTime": 41388}}
            """#
        )
        guard case .succeeded(let result) = report.state else {
            Issue.record("not a success: \(report)")
            return
        }
        #expect(result.urls == ["https://r2.apixo.ai/img1.png", "https://r2.apixo.ai/img2.png"])
        #expect(
            report.times
                == TaskTimes(
                    createTime: 1_767_965_610_929,
                    completeTime: 1_767_965_652_317,
                    costTime: 41_388,
                )
        )
    }

    @Test func theSeedsFailureIsReadWithAndWithoutTimes() throws {
        let failure = TaskFailure(
            code: FailCode(rawValue: "CONTENT_VIOLATION"),
            message: "Content does not meet safety guidelines",
        )
        let body = """
            {"code": 200, "message": "success", "data": {"taskId": "task_12345678",
             "state": "failed", "failCode": "CONTENT_VIOLATION",
             "failMsg": "Content does not meet safety guidelines"TIMES}}
            """
        let times =
            #", "createTime": 1767965610929, "completeTime": 1767965652317, "costTime": 41388"#
        let with = try report(body.replacing("TIMES", with: times))
        let without = try report(body.replacing("TIMES", with: ""))
        #expect(with.state == .failed(failure))
        #expect(with.times.costTime == 41_388)
        #expect(without == TaskReport(state: .failed(failure)))
    }

    @Test(arguments: ["pending", "processing", "processing_r2", "新"])
    func anyOtherStateMeansStillRunning(_ word: String) throws {
        let report = try report(
            #"{"code":200,"data":{"taskId":"task_12345678","state":"\#(word)"}}"#
        )
        #expect(report.state == .running(phase: word))
    }

    @Test func aResultOfAnotherShapeGivesItsAddresses() throws {
        let raw = #"{"tracks":[{"audio_url":"https://cdn.apixo.ai/a.mp3","title":"x"}]}"#
        let result = try #require(TaskResult(resultJSON: raw))
        #expect(result.urls == ["https://cdn.apixo.ai/a.mp3"])
        #expect(result.raw == raw)
    }

    @Test(arguments: [
        #"{"resultUrls":["https://r2.apixo.ai/a.png"]}"#, #"["https://r2.apixo.ai/a.png"]"#,
    ])
    func aResultSentAsJSONReadsAsItsText(_ json: String) throws {
        let body = #"{"code":200,"data":{"state":"success","resultJson":RESULT}}"#
        let bare = try report(body.replacing("RESULT", with: json))
        let quoted = try report(body.replacing("RESULT", with: JSON.string(json).text))
        #expect(bare == quoted)
        #expect(
            bare.state == .succeeded(TaskResult(urls: ["https://r2.apixo.ai/a.png"], raw: json))
        )
    }

    @Test(arguments: [
        #"{"resultUrls":[{"url":"https://r2.apixo.ai/a.mp4"}]}"#,
        #"{"resultUrls":["/a.mp4",null,"https://r2.apixo.ai/a.mp4"],"in":"https://a.example/b"}"#,
        #"{"video":{"url":"https://r2.apixo.ai/a.mp4"}}"#,
        #"{"resultUrls":"https://r2.apixo.ai/a.mp4"}"#,
    ])
    func resultURLsAreReadInAnyShape(_ raw: String) {
        #expect(TaskResult(resultJSON: raw)?.urls == ["https://r2.apixo.ai/a.mp4"])
    }

    @Test(arguments: [
        "{oops", #"{"resultUrls":[]}"#, #"{"note":"soon"}"#, "[]", "null", "",
        #"{"resultUrls":[],"inputUrls":["https://a.example/reference.png"]}"#,
    ])
    func aSuccessWithoutAURLIsUnreadable(_ raw: String) throws {
        let body = #"{"code":200,"data":{"state":"success","resultJson":RESULT}}"#
        let report = try report(body.replacing("RESULT", with: JSON.string(raw).text))
        #expect(report.state == .unreadable(raw))
    }

    @Test func ofAResultThatCannotBeReadTheFirst64KiBAreKept() throws {
        let raw = String(repeating: "x", count: 70_000)
        let report = try report(#"{"code":200,"data":{"state":"success","resultJson":"\#(raw)"}}"#)
        #expect(report.state == .unreadable(String(raw.prefix(65_536))))
    }

    @Test func aSuccessWithoutAResultIsUnreadable() throws {
        let report = try report(#"{"code":200,"data":{"state":"success"}}"#)
        #expect(report.state == .unreadable(""))
    }

    @Test func anAnswerAboutAnotherTaskProvesNothing() {
        let answer = poll(200, #"{"code":200,"data":{"taskId":"other","state":"success"}}"#)
        #expect(
            answer == .unclear(Unclear(status: 200, detail: "the answer is about another task"))
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
            _ = answer.pollAnswer(for: id)
            _ = answer.submitAnswer()
            _ = answer.balanceAnswer()
        }
    }
}
