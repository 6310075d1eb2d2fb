import App
import ArgumentParser
import Curses
import Tasks

@main
struct Entry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apixo",
        abstract: "A terminal dashboard for the APIXO media generation API.",
        discussion: """
            Without a subcommand the dashboard opens. Try it with apixo --demo: that needs no key, \
            and nothing is billed.

            Exit codes: 0 done, 1 failed or refused, 2 usage, bad input or a question, 3 outcome \
            unknown, 4 no or wrong key, 5 the service cannot be reached, 6 a cap of the \
            configuration, 7 no credits, 8 interrupted or timed out, the task goes on, 9 parked, \
            10 a result is not saved, 11 no result URL, 12 the journal or its leader cannot be used.
            """,
        version: "0.1.0",
        subcommands: [
            Submit.self, Wait.self, TasksCommand.self, Show.self, Poll.self, Download.self,
            Cancel.self,
            Attach.self, Settle.self, Resend.self, Confirm.self, Resume.self, Spent.self,
            BalanceCommand.self, Export.self, Models.self, WorkerCommand.self, Simulate.self,
            Login.self,
        ],
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var look: LookOptions
    @OptionGroup var pace: PaceOptions

    func run() throws {
        var settings = try Settings(common, isDemo: look.demo)
        if look.demo {
            settings = try waiting { [settings, pace] in
                try await Demo.start(settings, timeScale: pace.timeScale)
            }
        }
        let run = DashboardRun(
            settings,
            theme: look.theme,
            isASCII: look.ascii,
            tell: { writeError($0) },
        )
        for task in try run.run() {
            writeError(TaskText(detail: task, rule: settings.gate.confirm).line)
        }
    }

    /// Usage errors exit with 2, as every other bad input does.
    static func main() {
        EnvironmentKey.take()
        MemoryDumps.forbid()
        do {
            var command = try parseAsRoot()
            try command.run()
            LinePrinter.flush()
        } catch let code as Exit {
            code.leave()
        } catch let error as StartupError {
            Exit(error).leave()
        } catch {
            let isUsage = exitCode(for: error) == .validationFailure
            if isUsage { Exit.usage(fullMessage(for: error)).leave() }
            LinePrinter.flush()
            exit(withError: error)
        }
    }
}
