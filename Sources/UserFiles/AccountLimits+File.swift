import Apixo

extension AccountLimits {
    /// `[account]` of the configuration: a plan by its name, or its limits.
    init(_ section: TOMLSection) throws(FileError) {
        try section.refuseKeys(besides: ["plan", "requests_per_minute", "tasks_at_once"])
        self.init(
            requestsPerMinute: try Self.count("requests_per_minute", in: section),
            tasksAtOnce: try Self.count("tasks_at_once", in: section),
        )
        guard let plan = try section.named("plan", Plan.self) else { return }
        guard self == AccountLimits() else {
            throw section.error(
                "plan",
                "cannot be combined with requests_per_minute or tasks_at_once"
            )
        }
        self = plan.limits
    }

    private static func count(_ key: String, in section: TOMLSection) throws(FileError) -> Int? {
        guard let count = try section.integer(key) else { return nil }
        guard (1...1_000_000).contains(count) else {
            throw section.error(key, "must be from 1 to 1000000")
        }
        return count
    }
}
