/// The `data` of a statusTask answer.
struct SimulatedReport: Sendable, Hashable {
    var taskID: String
    var state: String
    var resultJSON: String?
    var failCode: String?
    var failMessage: String?
    var createTime: Int
    var completeTime: Int?

    init(taskID: String, state: String, createTime: Int) {
        self.taskID = taskID
        self.state = state
        self.createTime = createTime
    }

    func json(message: String) -> String {
        var data = JSONText()
        data.add("taskId", taskID)
        data.add("state", state)
        if let resultJSON { data.add("resultJson", resultJSON) }
        if let failCode { data.add("failCode", failCode) }
        if let failMessage { data.add("failMsg", failMessage) }
        data.add("createTime", createTime)
        if let completeTime {
            data.add("completeTime", completeTime)
            data.add("costTime", completeTime - createTime)
        }
        return SimulatedAnswer.envelope(message: message, data: data.text)
    }
}
