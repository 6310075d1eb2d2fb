/// Writes a mosaic as baseline JPEG whose blocks are of one colour each, so that only the first
/// coefficient of a block is ever needed. Written here for the same reason as `PNG`.
enum JPEG {
    static func bytes(of picture: Landscape) -> [UInt8] {
        var scan = Scan()
        for row in 0..<picture.rows {
            let colors = (0..<picture.columns).map {
                YCbCr(picture.tiles[row * picture.columns + $0])
            }
            for _ in 0..<blocks(picture.height(of: row)) {
                for column in 0..<picture.columns {
                    scan.add(colors[column], times: blocks(picture.width(of: column)))
                }
            }
        }
        return head(picture) + scan.finished() + [0xFF, 0xD9]
    }

    private static func blocks(_ pixels: Int) -> Int { (pixels + 7) / 8 }

    private static func head(_ picture: Landscape) -> [UInt8] {
        let size = Array((picture.height << 16 | picture.width).bigEndianBytes)
        return [0xFF, 0xD8]
            + segment(0xE0, Array("JFIF".utf8) + [0, 1, 1, 0, 0, 1, 0, 1, 0, 0])
            // A step of 8 makes the first coefficient equal to the level itself.
            + segment(0xDB, [0] + Array(repeating: 8, count: 64))
            + segment(0xC0, [8] + size + [3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0])
            + segment(0xC4, [0x00] + Scan.codeCounts(ofLength: [1: 1, 5: 11]) + Array(0...11))
            + segment(0xC4, [0x10] + Scan.codeCounts(ofLength: [1: 1]) + [0])
            + segment(0xDA, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0])
    }

    private static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xFF, marker] + (content.count + 2).bigEndianBytes.suffix(2) + content
    }
}

/// A colour as JPEG keeps it, around zero.
private struct YCbCr {
    let levels: [Int]

    init(_ color: RGB) {
        let (red, green, blue) = (Double(color.red), Double(color.green), Double(color.blue))
        levels = [
            0.299 * red + 0.587 * green + 0.114 * blue - 128,
            -0.168736 * red - 0.331264 * green + 0.5 * blue,
            0.5 * red - 0.418688 * green - 0.081312 * blue,
        ].map { min(max(Int($0.rounded()), -128), 127) }
    }
}

/// The entropy-coded part: a difference of 0, and the end of a block, are one zero bit each.
private struct Scan {
    private var bytes: [UInt8] = []
    private var pending = 0
    private var pendingCount = 0
    private var last = [0, 0, 0]

    static func codeCounts(ofLength counts: [Int: UInt8]) -> [UInt8] {
        (1...16).map { counts[$0] ?? 0 }
    }

    mutating func add(_ color: YCbCr, times count: Int) {
        for component in 0..<3 {
            putDifference(color.levels[component] - last[component])
            put(0, count: 1)
        }
        last = color.levels
        put(0, count: (count - 1) * 6)
    }

    consuming func finished() -> [UInt8] {
        put(0x7F, count: 7)
        return bytes
    }

    /// The bit count of the difference as a code, then the difference in that many bits.
    private mutating func putDifference(_ difference: Int) {
        guard difference != 0 else { return put(0, count: 1) }
        let size = Int.bitWidth - abs(difference).leadingZeroBitCount
        put(0b10000 + size - 1, count: 5)
        put(difference > 0 ? difference : difference + (1 << size) - 1, count: size)
    }

    private mutating func put(_ value: Int, count: Int) {
        pending = pending << count | value
        pendingCount += count
        while pendingCount >= 8 {
            let byte = UInt8(truncatingIfNeeded: pending >> (pendingCount - 8))
            bytes.append(byte)
            // A full byte would look like a marker.
            if byte == 0xFF { bytes.append(0) }
            pendingCount -= 8
        }
        pending &= (1 << pendingCount) - 1
    }
}
