import Apixo
import App
import ArgumentParser
import Coordination

struct Resume: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Go on sending what was held back after trouble.",
        discussion: """
            A queue is held after a refused key, missing credits, a refused model, or several unknown \
            outcomes in a row. One request goes first then, and the rest follow its good answer. The \
            program that sends takes this up at once; without one, the next to start does.
            """,
    )

    @Argument(help: "Only this model; without it, everything that is held.")
    var model: String?

    @OptionGroup var common: CommonOptions

    func run() throws {
        let settings = try Settings(common)
        if let model { _ = try settings.model(model) }
        let journal = try settings.journal()
        do throws(JournalError) {
            try journal.add(.resumeSending(model.map(ModelID.init)))
        } catch {
            throw Exit.usage(error.description)
        }
    }
}
