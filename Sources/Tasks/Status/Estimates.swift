import Apixo

/// How long tasks take, learned from the `costTime` of finished ones.
public struct Estimates: Sendable {
    /// What makes tasks alike: the model, and which of its documented times applies.
    private struct Kind: Hashable {
        var model: ModelID
        var place: Int
    }

    private static let remembered = 15
    private var seconds: [Kind: [Double]] = [:]

    public init() {}

    /// The usual duration in seconds: the median learned, else the middle of the documented range.
    public func expectedSeconds(for request: GenerateRequest, model: Model?) -> Double? {
        guard let model else { return nil }
        if let learned = seconds[kind(of: request, in: model)], learned.count >= 3 {
            return learned.sorted()[learned.count / 2]
        }
        return model.typicalSeconds(for: request.input).map { ($0.lowerBound + $0.upperBound) / 2 }
    }

    public mutating func learn(costTime: Int, of request: GenerateRequest, model: Model?) {
        // A duration of days is a slip of the service, and would put off every poll.
        guard let model, (1..<86_400_000).contains(costTime) else { return }
        var learned = seconds[kind(of: request, in: model)] ?? []
        learned.append(Double(costTime) / 1000)
        seconds[kind(of: request, in: model)] = learned.suffix(Self.remembered)
    }

    private func kind(of request: GenerateRequest, in model: Model) -> Kind {
        let place = model.typical.firstIndex { $0.condition.holds(in: request.input) }
        return Kind(model: model.id, place: place ?? -1)
    }
}
