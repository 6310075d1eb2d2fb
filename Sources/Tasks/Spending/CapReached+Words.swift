extension CapReached: CustomStringConvertible {
    /// What stands in the way and what to do, after "not sent: ".
    public var description: String {
        switch self {
        case .dayTasks(let cap, let used):
            "it would pass today's cap of \(Self.tasks(cap)) (\(used) sent or queued); "
                + Self.advice("day_tasks")
        case .dayAmount(let cap, let used):
            "it would pass today's cap of \(cap) USD (up to \(used) sent or queued); "
                + Self.advice("day_usd")
        case .batchTasks(let cap, let asked):
            "\(asked) tasks at once are above the cap of \(cap); \(Self.advice("batch_tasks"))"
        case .batchAmount(let cap, let asked):
            "up to \(asked) USD at once is above the cap of \(cap); \(Self.advice("batch_usd"))"
        case .noPrice(let model):
            "a cap in USD is set and \(model.rawValue) has no price; "
                + "set price under [billing] in its model file"
        }
    }

    /// What the user waits for, in a word or two.
    public var brief: String {
        switch self {
        case .dayTasks(let cap, _): "the day's cap of \(Self.tasks(cap))"
        case .dayAmount(let cap, _): "the day's cap of \(cap) USD"
        case .batchTasks(let cap, _): "the batch cap of \(Self.tasks(cap))"
        case .batchAmount(let cap, _): "the batch cap of \(cap) USD"
        case .noPrice: "a price, because a cap in USD is set"
        }
    }

    private static func tasks(_ count: Int) -> String { count == 1 ? "1 task" : "\(count) tasks" }

    private static func advice(_ key: String) -> String {
        "see \(key) under [spend] in config.toml"
    }
}
