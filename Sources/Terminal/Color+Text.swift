extension Color {
    /// Reads what theme files say: `#rrggbb`, `terminal`, `0` to `255`, `red`, `bright-red`.
    public init?(text: String) {
        if text.hasPrefix("#") {
            self.init(hexadecimal: text.dropFirst())
        } else if text == "terminal" {
            self = .terminal
        } else if let index = UInt8(text), text.allSatisfy(\.isNumber) {
            self = .indexed(index)
        } else {
            self.init(name: text)
        }
    }

    private init?(hexadecimal digits: Substring) {
        guard digits.count == 6, digits.allSatisfy(\.isHexDigit),
            let value = UInt32(digits, radix: 16)
        else { return nil }
        self = .rgb(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    }

    private init?(name: String) {
        let isBright = name.hasPrefix("bright-")
        let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
        let plain = isBright ? String(name.dropFirst("bright-".count)) : name
        guard let index = names.firstIndex(of: plain) else { return nil }
        self = .indexed(UInt8(isBright ? index + 8 : index))
    }
}
