import Apixo
import Tasks

extension Timestamp {
    package static let start = Timestamp(milliseconds: 1_795_000_000_000)
}

extension Life {
    /// One of every kind, with every optional set and unset.
    package static let all: [Life] = {
        let times = TaskTimes(createTime: 1, completeTime: 2, costTime: 3)
        let code = FailCode(rawValue: "CONTENT_VIOLATION")
        let raw = #"{"resultUrls":["https://a.example/1.png","https://a.example/2.png"]}"#
        let result = TaskResult(resultJSON: raw) ?? TaskResult(urls: [], raw: raw)
        var running = Running(taskID: TaskID(rawValue: "task_1"), acceptedAt: .start)
        running.polls = 4
        var parked = Running(
            taskID: TaskID(rawValue: "task_2"),
            acceptedAt: .start,
            phase: "processing_r2",
        )
        parked.createTime = 7
        parked.isParked = true
        var settled = Unknown(sentAt: .start, noticedAt: .start + 1, reason: "no answer")
        settled.isSettled = true
        return [
            .queued, .sending(since: .start), .running(running), .running(parked),
            .succeeded(.sample(times), result),
            .succeeded(.sample(TaskTimes()), TaskResult(urls: [], raw: "not JSON")),
            .failed(.sample(times), TaskFailure(code: code, message: "no")),
            .refused(.sample(code), at: .start), .refused(.sample(nil), at: .start),
            .unknown(Unknown(sentAt: .start, noticedAt: .start + 1, reason: "no answer")),
            .unknown(settled),
        ]
    }()
}

extension Finished {
    package static func sample(_ times: TaskTimes) -> Finished {
        Finished(
            taskID: TaskID(rawValue: "task_3"),
            acceptedAt: .start,
            endedAt: .start + 9,
            times: times,
            polls: 5,
        )
    }
}

extension TaskFailure {
    package static let sample = TaskFailure(code: FailCode(rawValue: "X"), message: "")
}

extension Refusal {
    package static func sample(_ code: FailCode?) -> Refusal {
        Refusal(status: 400, reason: .noCredits, message: "Insufficient credits", failCode: code)
    }
}

extension ResultFile {
    package static func sample(
        _ url: String,
        state: State = .waiting(next: .start, tries: 0, reason: nil),
    ) -> ResultFile {
        ResultFile(
            id: FileID(task: TaskNumber(rawValue: 1), number: 1),
            url: url,
            expiresAt: .start + 1000,
            state: state,
        )
    }
}
