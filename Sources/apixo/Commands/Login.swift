import Apixo
import ArgumentParser
import Foundation
import UserFiles

struct Login: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep the account's key, read without echo, in a file only you can read."
    )

    @OptionGroup var common: CommonOptions

    func run() throws {
        let folders = Folders(
            dataFolder: common.dataDir,
            configurationFile: common.config,
            environment: ProcessInfo.processInfo.environment,
        )
        let text = try Self.readSecret("APIXO key: ").trimmingCharacters(
            in: .whitespacesAndNewlines
        )
        guard let key = APIKey(text) else {
            throw Exit.usage("that is no key: it must be visible ASCII characters without spaces")
        }
        do throws(KeyError) {
            try KeyFile.write(key, to: folders.key)
        } catch {
            throw Exit.usage(error.description)
        }
        writeError("The key is in \(folders.key), readable by you alone.")
    }

    /// Reads a line from the terminal without showing it, or from a pipe.
    private static func readSecret(_ prompt: String) throws -> String {
        let echo = HiddenEcho(prompt: prompt)
        defer { echo?.end() }
        guard let line = readLine() else { throw Exit.usage("no key was given") }
        return line
    }
}
