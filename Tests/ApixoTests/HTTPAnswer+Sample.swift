import Apixo

func answer(_ status: Int, _ body: String, retryAfter: Double? = nil) -> HTTPAnswer {
    HTTPAnswer(status: status, body: Array(body.utf8), retryAfter: retryAfter)
}

let sampleID = TaskID(rawValue: "task_12345678")

func poll(_ status: Int = 200, _ body: String) -> PollAnswer {
    answer(status, body).pollAnswer(for: sampleID)
}

func report(_ body: String) throws -> TaskReport {
    guard case .value(let report) = poll(200, body) else {
        throw NotAReport(answer: poll(200, body))
    }
    return report
}

struct NotAReport: Error {
    var answer: PollAnswer
}
