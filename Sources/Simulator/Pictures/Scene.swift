/// What a landscape shows, at places from 0 to 1 across and down.
struct Scene: Sendable {
    private let palette: Palette
    private let sun: (x: Double, y: Double, radius: Double)
    private let far: Ridge
    private let near: Ridge
    private let shape: Double

    init(random: inout SeededRandom, shape: Double) {
        self.shape = shape
        palette = Palette.all[Int(random.next() % UInt64(Palette.all.count))]
        sun = (
            x: Double.random(in: 0.2...0.8, using: &random),
            y: Double.random(in: 0.2...0.45, using: &random),
            radius: Double.random(in: 0.08...0.13, using: &random)
        )
        far = Ridge(top: 0.5, random: &random)
        near = Ridge(top: 0.68, random: &random)
    }

    func color(_ x: Double, _ y: Double) -> RGB {
        if y > near.height(at: x) { return palette.near.mixed(with: palette.far, 0.9 - y) }
        if y > far.height(at: x) { return palette.far.mixed(with: palette.horizon, 0.8 - y) }
        let across = (x - sun.x) * max(shape, 1)
        let down = (y - sun.y) / min(shape, 1)
        let distance = (across * across + down * down).squareRoot()
        if distance < sun.radius { return palette.sun }
        let glow = max(0, 0.5 - distance)
        return palette.sky.mixed(with: palette.horizon, min(1, y * 1.5))
            .mixed(with: palette.sun, glow)
    }
}

/// A line of hills.
private struct Ridge: Sendable {
    let top: Double
    let slow: Double
    let quick: Double
    let shift: Double

    init(top: Double, random: inout SeededRandom) {
        self.top = top
        slow = Double.random(in: 0.7...1.4, using: &random)
        quick = Double.random(in: 2.5...4.5, using: &random)
        shift = Double.random(in: 0...1, using: &random)
    }

    func height(at x: Double) -> Double {
        top + 0.12 * wave(x * slow + shift) + 0.05 * wave(x * quick + shift * 3)
    }

    /// From 0 to 1 and back in every unit, smooth at both ends.
    private func wave(_ place: Double) -> Double {
        let part = abs(2 * (place - place.rounded()))
        return part * part * (3 - 2 * part)
    }
}

private struct Palette: Sendable {
    let sky: RGB
    let horizon: RGB
    let sun: RGB
    let far: RGB
    let near: RGB

    static let all = [
        Palette(0x1B2A6B, 0xF2A65A, 0xFFE7B3, 0x7A4B7E, 0x2B2148),
        Palette(0x3B8EA5, 0xF5EE9E, 0xFFFFFF, 0x6BA368, 0x2F5D50),
        Palette(0x0B1026, 0x3C4F9A, 0xF4F1DE, 0x22305E, 0x10162F),
        Palette(0xE07A5F, 0xF4D9B0, 0xFFF8E7, 0x9C5B6E, 0x3D405B),
        Palette(0x6FB7D6, 0xDDF1F4, 0xFFF3C4, 0xA9C7B0, 0x5B8C7B),
        Palette(0x4A235A, 0xE75480, 0xFFD1A9, 0x8E3B6F, 0x2A0F38),
    ]

    private init(_ sky: Int, _ horizon: Int, _ sun: Int, _ far: Int, _ near: Int) {
        self.sky = RGB(sky)
        self.horizon = RGB(horizon)
        self.sun = RGB(sun)
        self.far = RGB(far)
        self.near = RGB(near)
    }
}

extension RGB {
    fileprivate init(_ hex: Int) {
        self.init(red: hex >> 16 & 0xFF, green: hex >> 8 & 0xFF, blue: hex & 0xFF)
    }
}
