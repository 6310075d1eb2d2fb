import CNcurses

/// Makes ncurses speak to a terminal it knows.
struct TerminalOpening {
    let frame: MemoryFile
    let surroundings: Surroundings

    /// Returns what to tell the user when another name than the wanted one had to do.
    func open(_ wanted: String?) throws(ScreenError) -> String? {
        let names = surroundings.terminals(wanted: wanted)
        let first = wanted ?? surroundings.terminal
        guard first != "dumb" else { throw .tooSimple(terminal: first) }
        guard let name = names.first(where: { newterm($0) }) else {
            throw .unknown(terminals: names)
        }
        guard cn_string("cup") != nil else { throw .tooSimple(terminal: name) }
        typeahead(-1)
        return name == names.first && !first.isEmpty ? nil : notice(about: first, using: name)
    }

    private func newterm(_ name: String) -> Bool { cn_newterm(name, frame.stream) != nil }

    private func notice(about first: String, using name: String) -> String {
        first.isEmpty
            ? "TERM is not set; using \"\(name)\""
            : "terminal \"\(first)\" (TERM) is unknown here; using \"\(name)\""
    }
}
