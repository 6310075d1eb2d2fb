import Apixo

/// Models with the limits that chance gives them, narrow ones above all.
struct MadeModels {
    var models: [Model]

    init(_ dice: inout Dice) {
        models = (0...dice.number(0...2)).map { Self.model($0, &dice) }
    }

    init(_ models: [Model]) { self.models = models }

    private static func model(_ place: Int, _ dice: inout Dice) -> Model {
        var model = seedream
        model.id = ModelID(rawValue: "model-\(place)")
        model.limits = Limits(
            requestsPerMinute: dice.pick([3, 5, 10, 20, 60, 10_000]),
            tasksAtOnce: dice.pick([1, 2, 3, 5, 10, 1000]),
        )
        model.polls = PollTiming(
            firstAfter: dice.pick([2, 10, 20]),
            every: dice.pick([1, 3, 5]),
            parkAfter: dice.pick([120, 300]),
        )
        model.brake.pause = dice.pick([2, 10, 30])
        if dice.happens(0.2) { model.typical = [] }
        return model
    }

    static var seedream: Model {
        guard let model = Catalog.builtIn["seedream-5-0"] else {
            preconditionFailure("seedream-5-0 is built in")
        }
        return model
    }

    var catalog: Catalog { Catalog(models: models) }
}

extension Model {
    func request(_ prompt: String) -> GenerateRequest {
        GenerateRequest(
            model: id,
            input: ["prompt": .text(prompt), "resolution": .text("2K")],
        )
    }

    var usualSeconds: ClosedRange<Double> {
        typicalSeconds(for: ["resolution": .text("2K")]) ?? 10...60
    }
}
