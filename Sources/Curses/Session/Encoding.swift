import Glibc

/// Whether the terminal is taken to understand UTF-8.
enum Encoding {
    case utf8, ascii

    /// Sets the locale for libc and ncurses, who count columns by it.
    static func establish(_ lines: ScreenOptions.Lines) -> Encoding {
        // LC_CTYPE alone: with LC_ALL other C code would read "1,5" for a number.
        setlocale(LC_CTYPE, "")
        // A bare container says "C" and means nothing by it.
        if !isUTF8, isPlainC || lines == .unicode { setlocale(LC_CTYPE, "C.UTF-8") }
        return lines == .ascii || !isUTF8 ? .ascii : .utf8
    }

    private static var codeset: String { String(cString: nl_langinfo(nl_item(CODESET))) }
    private static var isUTF8: Bool { codeset == "UTF-8" }
    private static var isPlainC: Bool { codeset == "ANSI_X3.4-1968" }
}
