import Apixo

/// Text on its way to a clipboard, and from there into a shell or a browser.
enum ClipboardText {
    /// Marks of a URL that a shell obeys, even within double quotes, or that end single ones.
    private static let obeyed: Set<UInt8> = Set("'$()`!;*\"\\<>^{|} ".utf8)

    /// A taskId as one harmless word; an honest one stays as it is.
    static func id(_ text: String) -> String {
        let kept = text.unicodeScalars.prefix(1000).filter {
            $0.isASCII
                && ($0.properties.isAlphabetic || "0123456789._-:".unicodeScalars.contains($0))
        }
        return String(String.UnicodeScalarView(kept))
    }

    /// A URL with everything percent-encoded that has no place in one, or that a shell obeys.
    static func url(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            if (0x21...0x7E).contains(byte), !obeyed.contains(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + byte.hex(2, uppercase: true)
            }
        }
        return encoded
    }

    /// The user's own words, lines and all; a path in one line.
    static func words(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).withoutSteering }.joined(separator: "\n")
    }
}

extension String {
    /// Tabs are spaces. Joiners of characters stay: they are part of what was written.
    fileprivate var withoutSteering: String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar == "\t" { scalars.append(" ") }
            if scalar == "\u{200D}" || !scalar.isObeyed { scalars.append(scalar) }
        }
        return String(scalars)
    }
}
