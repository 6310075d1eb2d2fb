import CNcurses
import Terminal

/// What `wgetch` returns: a byte, or above 255 the number of a key.
typealias KeyCode = Int32

/// Numbers of our own for the sequences ncurses is told about.
enum OwnKey {
    static let pasteStart: KeyCode = 2000
    static let pasteEnd: KeyCode = 2001
    static let first: KeyCode = 2010

    /// What xterm, rxvt and the Linux console send, whatever the terminal's description says.
    static let sequences: [(String, Key)] =
        arrows + edges + functions + [
            ("[Z", .backTab), ("[2~", .insert), ("[3~", .delete),
            ("[5~", .pageUp), ("[6~", .pageDown),
        ]

    private static let arrows: [(String, Key)] = [
        ("[A", .up), ("[B", .down), ("[C", .right), ("[D", .left),
        ("OA", .up), ("OB", .down), ("OC", .right), ("OD", .left),
        ("[1;2A", .shiftUp), ("[1;2B", .shiftDown),
        ("[1;2C", .shiftRight), ("[1;2D", .shiftLeft),
        ("[1;5A", .controlUp), ("[1;5B", .controlDown),
        ("[1;5C", .controlRight), ("[1;5D", .controlLeft),
        // Alt moves by words in some terminals, as Control does in others.
        ("[1;3C", .controlRight), ("[1;3D", .controlLeft),
        ("[a", .shiftUp), ("[b", .shiftDown), ("[c", .shiftRight), ("[d", .shiftLeft),
        ("Oa", .controlUp), ("Ob", .controlDown), ("Oc", .controlRight), ("Od", .controlLeft),
    ]

    private static let edges: [(String, Key)] = [
        ("[H", .home), ("OH", .home), ("[1~", .home), ("[7~", .home),
        ("[F", .end), ("OF", .end), ("[4~", .end), ("[8~", .end),
        ("[1;5H", .controlHome), ("[7^", .controlHome),
        ("[1;5F", .controlEnd), ("[8^", .controlEnd),
    ]

    private static let functions: [(String, Key)] = [
        ("OP", .function(1)), ("OQ", .function(2)), ("OR", .function(3)), ("OS", .function(4)),
        ("[11~", .function(1)), ("[12~", .function(2)), ("[13~", .function(3)),
        ("[14~", .function(4)), ("[[A", .function(1)), ("[[B", .function(2)),
        ("[[C", .function(3)), ("[[D", .function(4)), ("[[E", .function(5)),
        ("[15~", .function(5)), ("[17~", .function(6)), ("[18~", .function(7)),
        ("[19~", .function(8)), ("[20~", .function(9)), ("[21~", .function(10)),
        ("[23~", .function(11)), ("[24~", .function(12)),
    ]
}

extension Key {
    /// The key of a number above 255; nil for one that means nothing here.
    init?(number: KeyCode) {
        let own = Int(number - OwnKey.first)
        if OwnKey.sequences.indices.contains(own) {
            self = OwnKey.sequences[own].1
        } else if (KEY_F0 + 1...KEY_F0 + 12).contains(number) {
            self = .function(Int(number - KEY_F0))
        } else if let key = Key.described[number] {
            self = key
        } else {
            return nil
        }
    }

    /// The keys of terminal descriptions.
    private static let described: [KeyCode: Key] = [
        KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right,
        KEY_HOME: .home, KEY_END: .end, KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown,
        KEY_A1: .home, KEY_C1: .end, KEY_A3: .pageUp, KEY_C3: .pageDown,
        KEY_FIND: .home, KEY_SELECT: .end, KEY_DC: .delete, KEY_IC: .insert,
        KEY_BACKSPACE: .backspace, KEY_ENTER: .enter, KEY_BTAB: .backTab,
        KEY_SR: .shiftUp, KEY_SF: .shiftDown, KEY_SLEFT: .shiftLeft, KEY_SRIGHT: .shiftRight,
    ]

    /// The key of a control byte.
    init(control byte: UInt8) {
        self =
            switch byte {
            case 8, 127: .backspace
            case 9: .tab
            case 10, 13: .enter
            case 27: .escape
            case 0: .control(" ")
            default: .control(Character(Unicode.Scalar(byte + (byte < 27 ? 0x60 : 0x40))))
            }
    }
}
