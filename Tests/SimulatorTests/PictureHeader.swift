/// What the first and last bytes of a picture say it is.
enum PictureHeader: Equatable {
    case png(Int, Int)
    case jpeg(Int, Int)

    init?(_ bytes: [UInt8]) {
        func number(at place: Int, _ count: Int) -> Int {
            bytes[place..<(place + count)].reduce(0) { $0 << 8 | Int($1) }
        }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            guard bytes.suffix(8).starts(with: "IEND".utf8) else { return nil }
            self = .png(number(at: 16, 4), number(at: 20, 4))
            return
        }
        guard bytes.starts(with: [0xFF, 0xD8]), bytes.suffix(2) == [0xFF, 0xD9] else { return nil }
        var place = 2
        while bytes[place + 1] != 0xC0 { place += 2 + number(at: place + 2, 2) }
        self = .jpeg(number(at: place + 7, 2), number(at: place + 5, 2))
    }
}

/// Reads the PNGs written here: fixed Huffman codes, distance 1, the filters left and above.
enum PNGReader {
    static func lines(of file: [UInt8], width: Int) -> [[UInt8]]? {
        let count = file[33..<37].reduce(0) { $0 << 8 | Int($1) }
        let stream = Array(file[41..<(41 + count)])
        let packed = unpacked(stream.dropFirst(2))
        guard checksum(of: packed) == stream.suffix(4).reduce(0, { $0 << 8 | Int($1) }) else {
            return nil
        }
        let length = width * 3 + 1
        var lines: [[UInt8]] = []
        for start in stride(from: 0, to: packed.count, by: length) {
            var line = Array(packed[(start + 1)..<(start + length)])
            for place in line.indices {
                let left: UInt8 = place >= 3 ? line[place - 3] : 0
                let above: UInt8 = lines.last?[place] ?? 0
                let base: UInt8 = packed[start] == 1 ? left : packed[start] == 2 ? above : 0
                line[place] = line[place] &+ base
            }
            lines.append(line)
        }
        return lines
    }

    private static func checksum(of bytes: [UInt8]) -> Int {
        let sum = bytes.reduce((1, 0)) { sum, byte in
            let low = (sum.0 + Int(byte)) % 65521
            return (low, (sum.1 + low) % 65521)
        }
        return sum.1 << 16 | sum.0
    }

    private static func unpacked(_ stream: ArraySlice<UInt8>) -> [UInt8] {
        var bits = stream.lazy.flatMap { byte in (0..<8).map { Int(byte >> $0) & 1 } }
            .makeIterator()
        func code(_ count: Int, after start: Int = 0) -> Int {
            (0..<count).reduce(start) { value, _ in value << 1 | (bits.next() ?? 0) }
        }
        func plain(_ count: Int) -> Int {
            (0..<count).reduce(0) { value, bit in value | (bits.next() ?? 0) << bit }
        }
        _ = plain(3)
        var result: [UInt8] = []
        while true {
            let short = code(7)
            if short == 0 { return result }
            if short < 24 {
                let index = short - 1
                let extra = index < 8 ? 0 : index / 4 - 1
                let base = index < 8 ? index + 3 : (4 + index % 4) << extra + 3
                result += repeatElement(result.last ?? 0, count: base + plain(extra))
                _ = code(5)
                continue
            }
            let long = code(1, after: short)
            if long < 0xC0 {
                result.append(UInt8(long - 0x30))
            } else if long < 0xC8 {
                let index = long - 0xC0 + 23
                let extra = index == 28 ? 0 : index / 4 - 1
                let base = index == 28 ? 258 : (4 + index % 4) << extra + 3
                result += repeatElement(result.last ?? 0, count: base + plain(extra))
                _ = code(5)
            } else {
                result.append(UInt8(code(1, after: long) - 0x190 + 144))
            }
        }
    }
}
