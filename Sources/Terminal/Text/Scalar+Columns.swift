extension Unicode.Scalar {
    /// The columns a terminal gives this scalar, as glibc 2.36 sees it: 0, 1 or 2.
    ///
    /// What is not printable takes the one column of its placeholder.
    public var columns: Int {
        switch kind {
        case .wide: 2
        case .mark: 0
        case .hidden: isSpacingFormat ? 1 : 0
        case .narrow, .unprintable: 1
        }
    }

    /// Whether glibc 2.36 knows this scalar as something to see.
    public var isPrintable: Bool { kind != .unprintable }

    /// The soft hyphen, and signs that stand before or under digits.
    private var isSpacingFormat: Bool {
        switch value {
        case 0xAD, 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0x110BD, 0x110CD: true
        default: false
        }
    }
}

extension Unicode.Scalar {
    enum Kind { case narrow, wide, mark, hidden, unprintable }

    var kind: Kind {
        switch value {
        // What screens are full of, told without asking Unicode.
        case 0x20...0x7E, 0xA0..<0xAD, 0xAE..<0x300, 0x2010...0x2027, 0x2500..<0x25A0: .narrow
        case 0..<0xA0, 0x2028, 0x2029: .unprintable
        case 0x1160...0x11FF, 0xD7B0...0xD7FB, 0x1171E: isAssigned ? .mark : .unprintable
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x180B...0x180F: .hidden  // Variation selectors.
        default: isWide ? .wide : isAssigned ? kindByCategory : .unprintable
        }
    }

    private var kindByCategory: Kind {
        switch properties.generalCategory {
        case .format: .hidden
        case .nonspacingMark, .enclosingMark: .mark
        case .unassigned: .unprintable  // Noncharacters have an age all the same.
        default: .narrow
        }
    }

    /// Assigned in Unicode 14, which is what glibc 2.36 knows.
    private var isAssigned: Bool { properties.age.map { $0.major <= 14 } ?? false }

    private var isWide: Bool {
        var low = 0
        var high = wideRuns.count
        while low < high {
            let middle = (low + high) / 2
            if value > wideRuns[middle].upperBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < wideRuns.count && wideRuns[low].contains(value)
    }
}
