extension Model {
    /// Reads a model file; `file` is the name shown with a fault.
    public init(text: String, file: String) throws(FileError) {
        let top = try TOMLSection(text: text, file: file)
        try top.refuseKeys(besides: [
            "id", "title", "output", "providers", "result_days", "billing", "limits", "looks",
            "typical", "pixels", "field", "brake",
        ])
        let id = try top.required("id", top.string)
        guard id.isPathSafe else {
            throw top.fault("id", "must be letters, digits, . _ and - only")
        }
        self.id = ModelID(rawValue: id)
        title = try top.string("title") ?? id
        output = try top.named("output", Output.self) ?? .image
        providers = try top.providers()
        resultLifetime = Int(min(try top.positive("result_days", 15), 36_500) * 86_400)
        limits = try Limits(top.required("limits", top.section))
        polls = try PollTiming(top.required("looks", top.section))
        if let section = try top.section("brake") { brake = try BrakeRules(section) }
        typical = try top.sections("typical").map { section throws(FileError) in
            try TypicalTime(section)
        }
        pixels = try top.sections("pixels").map { section throws(FileError) in
            try PixelSize(section)
        }
        fields = try top.sections("field").map { section throws(FileError) in
            try Field(section)
        }
        let billing = try top.section("billing")
        self.billing = try Billing(billing)
        try checkNames(top)
        if let billing { try checkCount(billing) }
    }

    private func checkNames(_ top: TOMLSection) throws(FileError) {
        let names = Set(fields.map(\.name))
        guard !fields.isEmpty else { throw top.fault(nil, "no [[field]] is given") }
        guard names.count == fields.count else { throw top.fault("field", "a name is given twice") }
        for field in fields {
            for name in field.shownWhen?.required.keys.sorted() ?? [] where !names.contains(name) {
                throw top.fault("field", "\(field.name).shown_when names no field: \(name)")
            }
        }
    }

    /// A count that is no number would pass every cap in USD.
    private func checkCount(_ section: TOMLSection) throws(FileError) {
        guard let name = billing.countField else { return }
        guard let field = field(named: name) else {
            throw section.fault("count", "names no field: \(name)")
        }
        guard field.largestNumber != nil else {
            throw section.fault("count", "\(name) must be an integer or a choice of integers")
        }
    }
}

extension TOMLSection {
    fileprivate func required<Value>(
        _ key: String,
        _ read: (String) throws(FileError) -> Value?,
    ) throws(FileError) -> Value {
        guard let value = try read(key) else {
            throw fault(keys.contains(key) ? key : nil, "\(key) is missing")
        }
        return value
    }

    fileprivate func named<Name: RawRepresentable<String> & CaseIterable>(
        _ key: String,
        _ type: Name.Type,
    ) throws(FileError) -> Name? {
        guard let text = try string(key) else { return nil }
        guard let value = Name(rawValue: text) else {
            let known = Name.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault(key, "\"\(text)\" is not one of \(known)")
        }
        return value
    }

    fileprivate func positive(_ key: String, _ fallback: Double?) throws(FileError) -> Double {
        guard let value = try number(key) ?? fallback else { throw fault(nil, "\(key) is missing") }
        guard value > 0, value < 1e9 else { throw fault(key, "must be above 0") }
        return value
    }

    fileprivate func bounds(_ key: String) throws(FileError) -> ClosedRange<Int>? {
        guard let pair = try integers(key) else { return nil }
        guard pair.count == 2, pair[0] <= pair[1] else {
            throw fault(key, "must be [least, most]")
        }
        // Beyond them, a step could lead out of what an Int holds.
        guard pair.allSatisfy((-1_000_000_000...1_000_000_000).contains) else {
            throw fault(key, "must be between -1000000000 and 1000000000")
        }
        return pair[0]...pair[1]
    }

    fileprivate func providers() throws(FileError) -> [Provider] {
        guard let names = try strings("providers") else { return Provider.allCases }
        let values = names.compactMap(Provider.init)
        guard values.count == names.count, !values.isEmpty else {
            throw fault("providers", "must be a list of auto, value, official")
        }
        return values
    }
}

extension Limits {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        try section.refuseKeys(besides: ["requests_per_minute", "tasks_at_once"])
        requestsPerMinute = Int(try section.positive("requests_per_minute", nil))
        tasksAtOnce = Int(try section.positive("tasks_at_once", nil))
        // Below two, a submit would use up the minute and its task could never be polled.
        guard requestsPerMinute >= 2 else {
            throw section.fault("requests_per_minute", "must be at least 2")
        }
        guard tasksAtOnce >= 1 else { throw section.fault("tasks_at_once", "must be at least 1") }
    }
}

extension PollTiming {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        try section.refuseKeys(besides: ["first_after", "every", "park_after"])
        firstAfter = try section.positive("first_after", nil)
        every = try section.positive("every", nil)
        parkAfter = try section.positive("park_after", 3600)
    }
}

extension BrakeRules {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        self.init()
        try section.refuseKeys(
            besides: ["first", "unanswered", "unknown_limit", "pause", "good_for"]
        )
        first = try Self.count("first", first, in: section)
        unanswered = try Self.count("unanswered", unanswered, in: section)
        unknownLimit = try Self.count("unknown_limit", unknownLimit, in: section)
        pause = try section.positive("pause", pause)
        goodFor = try section.positive("good_for", goodFor)
    }

    private static func count(
        _ key: String,
        _ fallback: Int,
        in section: TOMLSection,
    ) throws(FileError) -> Int {
        let count = try section.integer(key) ?? fallback
        guard (1...1_000_000).contains(count) else {
            throw section.fault(key, "must be a whole number from 1 to 1000000")
        }
        return count
    }
}

extension TypicalTime {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        try section.refuseKeys(besides: ["when", "seconds"])
        condition = try section.condition("when") ?? Condition()
        guard let pair = try section.numbers("seconds"), pair.count == 2, 0 < pair[0],
            pair[0] <= pair[1], pair[1] < 1e9
        else { throw section.fault("seconds", "must be [least, most] in seconds") }
        seconds = pair[0]...pair[1]
    }
}

extension PixelSize {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        try section.refuseKeys(besides: ["when", "size"])
        condition = try section.condition("when") ?? Condition()
        guard let pair = try section.integers("size"), pair.count == 2,
            pair.allSatisfy((1...65_535).contains)
        else { throw section.fault("size", "must be [width, height] in pixels") }
        (width, height) = (pair[0], pair[1])
    }
}

extension Billing {
    fileprivate init(_ section: TOMLSection?) throws(FileError) {
        self.init(unit: .task)
        guard let section else { return }
        try section.refuseKeys(besides: ["unit", "count", "price"])
        unit = try section.named("unit", Unit.self) ?? .task
        countField = try section.string("count")
        guard let amount = try section.number("price") else { return }
        guard (0...1_000_000).contains(amount) else {
            throw section.fault("price", "must be USD a unit, from 0 to 1000000")
        }
        price = Dollars(amount)
    }
}

extension Field {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        name = try section.required("name", section.string)
        help = try section.string("help") ?? ""
        isRequired = try section.bool("required") ?? false
        isAlwaysSent = try section.bool("always_sent") ?? false
        isExtra = try section.bool("extra") ?? false
        shownWhen = try section.condition("shown_when")
        unit = try section.string("unit")
        kind = try Kind(section)
        initial = try section.value("default")
        serviceDefault = try section.value("service_default")
        for (key, value) in [("default", initial), ("service_default", serviceDefault)] {
            if let value, let problem = problem(with: value) {
                throw section.fault(key, "of \(name) breaks its own rule: \(problem)")
            }
        }
    }
}

extension Field.Kind {
    private static let common: Set<String> = [
        "name", "kind", "help", "default", "service_default", "required", "always_sent", "extra",
        "shown_when", "unit",
    ]

    fileprivate init(_ section: TOMLSection) throws(FileError) {
        switch try section.required("kind", section.string) {
        case "choice":
            try section.refuseKeys(besides: Self.common.union(["choices"]))
            guard let choices = try section.strings("choices"), !choices.isEmpty else {
                throw section.fault("choices", "must be a list of texts")
            }
            self = .choice(choices)
        case "integer":
            try section.refuseKeys(besides: Self.common.union(["range", "step", "values"]))
            self = .integer(try IntegerRule(section))
        case "toggle":
            try section.refuseKeys(besides: Self.common)
            self = .toggle
        case "text":
            try section.refuseKeys(besides: Self.common.union(["length", "pattern", "example"]))
            self = .text(try TextRule(section))
        case "urls":
            let keys: Set = ["count", "formats", "positions", "megabytes"]
            try section.refuseKeys(besides: Self.common.union(keys))
            self = .urls(try URLRule(section))
        case let other:
            throw section.fault(
                "kind",
                "\"\(other)\" is not one of choice, integer, toggle, text, urls",
            )
        }
    }
}

extension IntegerRule {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        if let values = try section.integers("values"), !values.isEmpty {
            self = .values(values)
        } else if let range = try section.bounds("range") {
            let step = try section.integer("step") ?? 1
            guard (1...1_000_000_000).contains(step) else {
                throw section.fault("step", "must be above 0, at most 1000000000")
            }
            self = .range(range, step: step)
        } else {
            throw section.fault("range", "an integer needs range = [least, most] or values = […]")
        }
    }
}

extension TextRule {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        length = try section.bounds("length") ?? 0...100_000
        pattern = try section.string("pattern")
        example = try section.string("example")
        if let pattern {
            do {
                _ = try Regex(pattern)
            } catch {
                throw section.fault("pattern", "is no regular expression: \(error)")
            }
        }
    }
}

extension URLRule {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        count = try section.bounds("count") ?? 0...100
        formats = try section.strings("formats") ?? []
        positions = try section.strings("positions") ?? []
        megabytes = try section.integer("megabytes")
    }
}

extension String {
    /// Whether the text can stand in a URL path as it is.
    fileprivate var isPathSafe: Bool {
        !isEmpty && !hasPrefix(".")
            && unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                        || "._-".unicodeScalars.contains($0))
            }
    }
}
