import Foundation
import Programs
import Testing

/// The dashboard on a journal that cannot be read.
struct DamageTests {
    @Test func aDamagedJournalIsSaidAndKept() async throws {
        let folder = try Folder()
        let damaged = "not a database, but all that there is of somebody's work"
        try folder.write(damaged, to: "data/journal.sqlite")
        let terminal = try Tmux()
        let program = Program(folder, address: "http://127.0.0.1:9")
        try terminal.open(environment: program.environment)
        try terminal.type("clear; \(Tmux.program); echo code=$?")
        try terminal.press("Enter")
        try await terminal.see("the journal was damaged")
        try await terminal.see("No tasks yet.")
        try terminal.press("q")
        try await terminal.see("code=0")
        let kept = folder.files.filter { $0.key.contains("journal.sqlite.damaged-") }
        #expect(kept.values.map { String(decoding: $0, as: UTF8.self) } == [damaged])
    }
}
