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
