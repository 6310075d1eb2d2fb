import Apixo
import Testing

struct PollAnswerTests {
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
}
