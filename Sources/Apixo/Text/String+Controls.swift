extension String {
    /// Only for JSON: what a terminal or a shell might obey is spelled as escapes, which mean the
    /// same. Line ends stay; within JSON they only part its lines.
    public var spellingControls: String {
        guard unicodeScalars.contains(where: \.isObeyed) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar == "\n" || !scalar.isObeyed {
                text.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 { text += "\\u" + unit.hex(4) }
            }
        }
        return text
    }

    /// Without controls and without what reorders or hides the text around it.
    public var withoutControls: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { !$0.isObeyed }))
    }
}

extension Unicode.Scalar {
    /// Controls, and what reorders or hides the text around it.
    public var isObeyed: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
