struct RGB: Sendable, Hashable {
    var red: Int
    var green: Int
    var blue: Int

    func mixed(with other: RGB, _ share: Double) -> RGB {
        func mix(_ from: Int, _ to: Int) -> Int { from + Int(Double(to - from) * share) }
        return RGB(
            red: mix(red, other.red),
            green: mix(green, other.green),
            blue: mix(blue, other.blue),
        )
    }

    func brightened(by amount: Int) -> RGB {
        func clamp(_ value: Int) -> Int { min(max(value + amount, 0), 255) }
        return RGB(red: clamp(red), green: clamp(green), blue: clamp(blue))
    }
}

/// A mosaic of sky, sun and hills that is the same for the same seed.
struct Landscape: Sendable {
    /// Side of a tile in pixels; a multiple of 8, because a JPEG block is 8 pixels wide.
    static let tile = 32

    let width: Int
    let height: Int
    let columns: Int
    let rows: Int
    /// Row after row.
    let tiles: [RGB]

    init(seed: String, width: Int, height: Int) {
        self.width = width
        self.height = height
        columns = (width + Self.tile - 1) / Self.tile
        rows = (height + Self.tile - 1) / Self.tile
        var random = SeededRandom(seed: seed)
        let scene = Scene(random: &random, shape: Double(width) / Double(height))
        var tiles: [RGB] = []
        tiles.reserveCapacity(columns * rows)
        for row in 0..<rows {
            for column in 0..<columns {
                let x = (Double(column) + 0.5) / Double(columns)
                let y = (Double(row) + 0.5) / Double(rows)
                let grain = Int(random.next() >> 61) - 4
                tiles.append(scene.color(x, y).brightened(by: grain))
            }
        }
        self.tiles = tiles
    }

    /// The sizes in pixels of the tiles of one row, the last perhaps narrower.
    func width(of column: Int) -> Int { min(Self.tile, width - column * Self.tile) }

    func height(of row: Int) -> Int { min(Self.tile, height - row * Self.tile) }
}
