import CNcurses
import Terminal

/// What ncurses calls our styles: attributes, and pairs of colours.
struct ColorPairs {
    let depth: ColorDepth
    /// Eight colours make sixteen when bold ones are bright.
    private let colors: Int32
    private var numbers: [Color: Int32] = [:]

    /// ncurses must have its terminal by now.
    init(wantsColor: Bool) {
        let count = wantsColor ? tigetnum("colors") : 0
        let works = count >= 8 && start_color() == OK && use_default_colors() == OK
        colors = works ? count : 0
        depth = !works ? .none : count >= 256 ? .indexed : .sixteen
    }

    mutating func apply(_ style: Style, to window: UnsafeMutablePointer<WINDOW>) {
        var attributes = curses(style.attributes)
        guard depth != .none else {
            wattr_set(window, attributes, 0, nil)
            return
        }
        let foreground = number(style.foreground)
        let background = number(style.background)
        if foreground >= colors { attributes |= cn_bold }
        // It takes the pair used least recently when there are no more.
        var pair = max(0, alloc_pair(folded(foreground), folded(background)))
        wattr_set(window, attributes, 0, &pair)
    }

    private func folded(_ number: Int32) -> Int32 { number >= colors ? number % 8 : number }

    private mutating func number(_ color: Color) -> Int32 {
        if let known = numbers[color] { return known }
        // A picture has more colours than are worth remembering.
        if numbers.count > 4096 { numbers = [:] }
        let number: Int32 =
            switch color.projected(to: depth) {
            case .terminal, .rgb: -1
            case .indexed(let index): Int32(index)
            }
        numbers[color] = number
        return number
    }

    private func curses(_ attributes: Style.Attributes) -> attr_t {
        let names: [(Style.Attributes, attr_t)] = [
            (.bold, cn_bold), (.dim, cn_dim), (.italic, cn_italic),
            (.underline, cn_underline), (.reverse, cn_reverse),
        ]
        return names.reduce(0) { attributes.contains($1.0) ? $0 | $1.1 : $0 }
    }
}
