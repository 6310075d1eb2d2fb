import Apixo
import Foundation
import Tasks

/// What `config.toml` says; every entry may be missing.
public struct ConfigurationFile: Sendable, Hashable {
    public var baseURL: String?
    public var theme: String?
    public var resultsFolder: String?
    public var caps = SpendCaps()
    /// What is known of the account's limits.
    public var account = AccountLimits()
    public var confirm = ConfirmRule()
    public var callback: CallbackSettings?
    /// Certificates to trust in place of the system's.
    public var caFile: String?
    public var allowsPlainResults = false

    public init() {}

    /// Reads the file; a missing one is an empty one.
    public init(path file: String) throws(FileError) {
        self.init()
        guard let small = try SmallFile(path: file) else { return }
        let top = try TOMLSection(text: small.text, file: file)
        try top.refuseKeys(besides: [
            "base_url", "theme", "results_dir", "ca_file", "spend", "account", "callback",
            "results",
        ])
        baseURL = try top.string("base_url")
        theme = try top.string("theme")
        resultsFolder = try top.string("results_dir")
        caFile = try top.string("ca_file")
        if let section = try top.section("results") {
            try section.refuseKeys(besides: ["allow_http"])
            allowsPlainResults = try section.bool("allow_http") ?? false
        }
        if let section = try top.section("spend") {
            caps = try SpendCaps(section)
            confirm = try ConfirmRule(section)
        }
        if let section = try top.section("account") { account = try AccountLimits(section) }
        if let section = try top.section("callback") { callback = try CallbackSettings(section) }
        if let baseURL {
            do throws(EndpointError) {
                _ = try Endpoint(baseURL)
            } catch {
                throw top.error("base_url", error.description)
            }
        }
    }
}

extension SpendCaps {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        self.init()
        try section.refuseKeys(besides: [
            "day_tasks", "day_usd", "batch_tasks", "batch_usd", ConfirmRule.key,
        ])
        dayTasks = try Self.tasks("day_tasks", in: section)
        dayAmount = try Self.amount("day_usd", in: section)
        batchTasks = try Self.tasks("batch_tasks", in: section)
        batchAmount = try Self.amount("batch_usd", in: section)
    }

    private static func tasks(
        _ key: String,
        in section: TOMLSection,
    ) throws(FileError) -> Int? {
        guard let count = try section.integer(key) else { return nil }
        guard count >= 0 else { throw section.error(key, "must be a number of tasks, 0 or more") }
        return count
    }

    private static func amount(
        _ key: String,
        in section: TOMLSection,
    ) throws(FileError) -> Dollars? {
        guard let amount = try section.number(key) else { return nil }
        guard (0...1_000_000).contains(amount) else {
            throw section.error(key, "must be an amount in USD, from 0 to 1000000")
        }
        return Dollars(amount)
    }
}

extension ConfirmRule {
    fileprivate static let key = "confirm_after_hours"
    /// A hundred years: as good as never.
    private static let mostHours = 876_000.0

    fileprivate init(_ section: TOMLSection) throws(FileError) {
        self.init()
        guard let hours = try section.number(Self.key) else { return }
        guard hours > 0, hours <= Self.mostHours else {
            throw section.error(
                Self.key,
                "must be a number of hours above 0, at most 876000 (100 years)"
            )
        }
        limit = hours * 3600
    }
}
