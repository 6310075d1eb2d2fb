import ArgumentParser

struct WaitOptions: ParsableArguments {
    @Flag(help: "Wait until the task has ended and its files are here.")
    var wait = false

    @OptionGroup var limit: TimeLimit

    var timeout: Double? { limit.timeout }

    func validate() throws {
        guard wait || timeout == nil else { throw ValidationError("--timeout goes with --wait") }
    }
}

struct TimeLimit: ParsableArguments {
    @Option(help: "Seconds to wait at most; the task goes on all the same.")
    var timeout: Double?

    func validate() throws {
        if let timeout, !(timeout > 0 && timeout <= 1e7) {
            throw ValidationError("--timeout must be above 0, at most 10000000")
        }
    }
}
