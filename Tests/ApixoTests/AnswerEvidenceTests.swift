import Testing

@testable import Apixo

struct AnswerEvidenceTests {
    private func evidence(_ body: String, _ headers: [String: String] = [:]) -> Evidence {
        var answer = HTTPAnswer(status: 200, body: Array(body.utf8))
        answer.headers = headers
        return answer.evidence
    }

    @Test(arguments: [
        (#"{"data":{"task_id":"a-1"}}"#, ["a-1"]), (#"{"data":{"taskID":17}}"#, ["17"]),
        (#"{"data":{"id":"b"}}"#, ["b"]), (#"{"data":"c"}"#, ["c"]), (#"{"data":12}"#, ["12"]),
        (#"{"taskId":"d","id":"e"}"#, ["d", "e"]),
        (#"{"data":[{"task-id":"f"},{"task-id":"g"}]}"#, ["f", "g"]),
        (#"{"data":{"taskId":123456789012345678901}}"#, ["123456789012345678901"]),
        (#"{"taskId":"whole","x":"#, ["whole"]), (#"{"taskId":"cut-o"#, []),
        ("<p>taskId: h9</p>", ["h9"]), (#"{"data":{"taskId":"$(rm)"}}"#, []),
        (#"{"data":{"taskId":"--yes"}}"#, []), (#"{"data":{"id":-3}}"#, []), ("", []),
    ])
    func whatMayBeATaskIDIsFound(body: String, ids: [String]) {
        #expect(evidence(body).taskIDs.map(\.rawValue) == ids)
    }

    @Test func aRedirectMayNameTheTask() {
        let evidence = evidence("", ["Location": "https://a.example/status?taskId=x1"])
        #expect(evidence.taskIDs.map(\.rawValue) == ["x1"])
    }

    @Test func ofALongBodyOneKiBIsKeptInWholeCharacters() {
        let evidence = evidence(String(repeating: "猫", count: 1000))
        #expect(evidence.body == String(repeating: "猫", count: 341))
    }

    @Test func headersOfNoUseAreNotKept() {
        let evidence = evidence("", ["Set-Cookie": "a=b", "CF-Ray": "1", "x-request-id": "2"])
        #expect(evidence.headers == ["CF-Ray": "1", "x-request-id": "2"])
    }

    @Test func itIsReadBackAsItWasWritten() {
        let evidence = evidence(#"{"task_id":"q"}"#, ["Date": "today", "Via": "1.1 a"])
        #expect(Evidence(json: evidence.json) == evidence)
        #expect(Evidence(json: .object([:])) == nil)
    }
}
