extension Model {
    /// Reads a model file; `file` is the name shown with a fault.
    public init(text: String, file: String) throws(FileError) {
        let top = try TOMLSection(text: text, file: file)
        try top.refuseKeys(
            besides: [
                "id", "title", "output", "providers", "result_days", "billing", "limits", "polling",
                "typical", "pixels", "field", "brake",
            ],
            orOld: ["looks"]
        )
        let id = try top.required("id", top.string)
        guard id.isPathSafe else {
            throw top.error("id", "must be letters, digits, . _ and - only")
        }
        self.id = ModelID(rawValue: id)
        title = try top.string("title") ?? id
        output = try top.named("output", Output.self) ?? .image
        providers = try top.providers()
        resultLifetime = Int(min(try top.positive("result_days", 15), 36_500) * 86_400)
        limits = try Limits(top.required("limits", top.section))
        polls = try PollTiming(top.polling())
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
        guard !fields.isEmpty else { throw top.error(nil, "at least one [[field]] is required") }
        guard names.count == fields.count else {
            throw top.error("field", "two fields have the same name")
        }
        for field in fields {
            for name in field.shownWhen?.required.keys.sorted() ?? [] where !names.contains(name) {
                throw top.error(
                    "field",
                    "shown_when of \(field.name) names a field that does not exist: \(name)"
                )
            }
        }
    }

    /// A count that is no number would pass every cap in USD.
    private func checkCount(_ section: TOMLSection) throws(FileError) {
        guard let name = billing.countField else { return }
        guard let field = field(named: name) else {
            throw section.error("count", "there is no field \(name)")
        }
        guard field.largestNumber != nil else {
            throw section.error("count", "\(name) must be an integer or a choice of integers")
        }
    }
}

extension TOMLSection {
    /// `[polling]`, which was `[looks]` in older files.
    fileprivate func polling() throws(FileError) -> TOMLSection {
        guard let old = try section("looks") else { return try required("polling", section) }
        guard keys.contains("polling") else { return old }
        throw error("looks", "is the old name of [polling]; only one of them may be given")
    }

    fileprivate func providers() throws(FileError) -> [Provider] {
        guard let names = try strings("providers") else { return Provider.allCases }
        let values = names.compactMap(Provider.init)
        guard values.count == names.count, !values.isEmpty else {
            throw error("providers", "must be a list of auto, value, official")
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
            throw section.error("requests_per_minute", "must be at least 2")
        }
        guard tasksAtOnce >= 1 else { throw section.error("tasks_at_once", "must be at least 1") }
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
            throw section.error(key, "must be a whole number from 1 to 1000000")
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
        else { throw section.error("seconds", "must be [least, most] in seconds") }
        seconds = pair[0]...pair[1]
    }
}

extension PixelSize {
    fileprivate init(_ section: TOMLSection) throws(FileError) {
        try section.refuseKeys(besides: ["when", "size"])
        condition = try section.condition("when") ?? Condition()
        guard let pair = try section.integers("size"), pair.count == 2,
            pair.allSatisfy((1...65_535).contains)
        else { throw section.error("size", "must be [width, height] in pixels") }
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
            throw section.error("price", "must be a price in USD per unit, from 0 to 1000000")
        }
        price = Dollars(amount)
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
