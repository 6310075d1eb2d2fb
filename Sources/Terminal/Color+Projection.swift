extension Color {
    /// The nearest colour a terminal of this depth can show.
    public func projected(to depth: ColorDepth) -> Color {
        switch (self, depth) {
        case (.terminal, _), (_, .none): .terminal
        case (.rgb(let red, let green, let blue), .indexed):
            Shade(red, green, blue).nearest(in: 16...255)
        case (.indexed, .indexed): self
        case (.rgb(let red, let green, let blue), .sixteen):
            Shade(red, green, blue).nearest(in: 0...15)
        case (.indexed(let index), .sixteen):
            index < 16 ? self : Shade(index: Int(index)).nearest(in: 0...15)
        }
    }
}

/// A colour as three numbers that can be compared.
private struct Shade {
    let red: Int
    let green: Int
    let blue: Int

    init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = Int(red)
        self.green = Int(green)
        self.blue = Int(blue)
    }

    /// What xterm shows for a palette number.
    init(index: Int) {
        let value =
            switch index {
            case ..<16: namedColors[index]
            case 16..<232: Shade.cube(index - 16)
            default: 0x010101 * (8 + (index - 232) * 10)
            }
        red = value >> 16
        green = value >> 8 & 0xFF
        blue = value & 0xFF
    }

    private static func cube(_ index: Int) -> Int {
        let levels = [0, 95, 135, 175, 215, 255]
        return levels[index / 36] << 16 | levels[index / 6 % 6] << 8 | levels[index % 6]
    }

    func nearest(in palette: ClosedRange<Int>) -> Color {
        let best = palette.min { distance(to: $0) < distance(to: $1) }
        return best.map { .indexed(UInt8($0)) } ?? .terminal
    }

    private func distance(to index: Int) -> Int {
        let other = Shade(index: index)
        let (red, green, blue) = (red - other.red, green - other.green, blue - other.blue)
        // The eye tells greens apart best and blues worst.
        return 3 * red * red + 4 * green * green + 2 * blue * blue
    }
}

private let namedColors = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
]
