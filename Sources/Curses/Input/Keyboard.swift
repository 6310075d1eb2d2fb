import CNcurses

/// Reads keys through ncurses, which knows the sequences of each terminal.
struct Keyboard {
    private let pad: UnsafeMutablePointer<WINDOW>

    init(escapeDelay: Int32?) throws(ScreenError) {
        // Reading from a pad does not refresh the window, which only `show` may do.
        guard let pad = newpad(1, 1) else { throw .refused(call: "newpad", code: 0) }
        self.pad = pad
        raw()
        noecho()
        nonl()
        keypad(pad, true)
        nodelay(pad, true)
        // Else ncurses, which does not see the terminal's modes, drops the eighth bit.
        meta(pad, true)
        if let escapeDelay { set_escdelay(escapeDelay) }
        defineKeys()
    }

    private func defineKeys() {
        // Reports of a mouse that someone left on shall be dropped like other sequences.
        define_key(nil, KEY_MOUSE)
        define_key("\u{1B}[200~", OwnKey.pasteStart)
        define_key("\u{1B}[201~", OwnKey.pasteEnd)
        for (index, entry) in OwnKey.sequences.enumerated() {
            define_key("\u{1B}" + entry.0, OwnKey.first + KeyCode(index))
        }
    }

    /// All that was typed, up to an amount that does not keep a frame waiting for long.
    ///
    /// Bytes, not `wget_wch`: that one loses the characters after a broken or unfinished one.
    func read() -> [KeyCode] {
        var codes: [KeyCode] = []
        while codes.count < 1 << 16 {
            let code = wgetch(pad)
            guard code != ERR else { break }
            if code != KEY_RESIZE { codes.append(code) }
        }
        return codes
    }
}
