import Apixo

/// Text that harms a terminal which shows it as it came.
enum HostileText {
    static func make(from random: inout SplitMix) -> String {
        let samples = [
            "\u{1B}[2J\u{1B}[H\u{1B}]0;owned\u{7}cleared your screen",
            "\u{1B}]52;c;cm0gLXJmIC8K\u{7}put into your clipboard",
            "\u{9B}31m\u{90}q\u{9C}\u{9D}0;title\u{9C}C1 controls",
            "file\u{202E}gpj.exe\u{2066}\u{2067} turned around",
            "one\r\ntwo\n\tthree\u{2028}four\u{2029}\u{0B}\u{0C}lines",
            "nul\u{0}, bell\u{7}, backspace\u{8}\u{8}\u{8}\u{7F}, shift out\u{E}",
            "zero\u{200B}\u{200D}\u{2060}\u{FEFF}width e" + String(repeating: "\u{301}", count: 80),
            "\u{1B}[?1049l\u{1B}[?1000h\u{1B}c\u{1B}P1$r0m\u{1B}\\ left the other screen",
            String(repeating: "very long ", count: 20_000) + "\u{1B}[31m",
        ]
        return samples[Int.random(in: samples.indices, using: &random)]
    }
}
