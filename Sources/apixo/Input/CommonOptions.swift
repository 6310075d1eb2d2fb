import Apixo
import ArgumentParser
import Foundation

struct CommonOptions: ParsableArguments {
    @Option(help: "The folder for journal and results (or APIXO_DATA_DIR).")
    var dataDir: String?

    @Option(help: "The configuration file; its folder holds the key, models and themes too.")
    var config: String?
}

struct LookOptions: ParsableArguments {
    @Flag(help: "Open on a simulated service inside the program; nothing is billed.")
    var demo = false

    @Option(help: "The colours: midnight, paper, or a file of the configuration's themes folder.")
    var theme: String?

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false
}

/// One group for the program and `simulate`: an option that both declared would reach only the first.
struct PaceOptions: ParsableArguments {
    @Option(help: "How long simulated tasks take, as a factor: above 0, at most 1000.")
    var timeScale = 1.0

    func validate() throws {
        guard timeScale > 0, timeScale <= 1000 else {
            throw ValidationError("--time-scale must be above 0, at most 1000")
        }
    }
}
