import Apixo

/// How probable each fault is, from 0 to 1, at every call it can happen to.
public struct FaultPlan: Sendable, Hashable {
    private var probabilities: [Fault: Double] = [:]

    public static let none = FaultPlan()

    public subscript(fault: Fault) -> Double {
        get { probabilities[fault] ?? 0 }
        set { probabilities[fault] = newValue > 0 ? min(newValue, 1) : nil }
    }

    public var isEmpty: Bool { probabilities.isEmpty }

    /// Takes one argument of the command line: `close-after=0.3` or `all=0.1`.
    public mutating func set(_ text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw FaultPlanError.notAnAssignment(text) }
        guard let probability = Double(parts[1]), (0...1).contains(probability) else {
            throw FaultPlanError.notAProbability(String(parts[1]))
        }
        for fault in try Self.faults(named: String(parts[0])) { self[fault] = probability }
    }

    private static func faults(named name: String) throws(FaultPlanError) -> [Fault] {
        if name == "all" { return Fault.allCases }
        guard let fault = Fault(rawValue: name) else { throw .unknownFault(name) }
        return [fault]
    }

    /// The fault that hits a call, if any; among several that do, each has the same chance.
    func draw(for target: FaultTarget, from random: inout SplitMix) -> Fault? {
        if probabilities.isEmpty { return nil }
        let hits = Fault.allCases.filter {
            $0.applies(to: target) && random.happens(self[$0])
        }
        return hits.randomElement(using: &random)
    }
}

public enum FaultPlanError: Error, Hashable, Sendable {
    case notAnAssignment(String)
    case notAProbability(String)
    case unknownFault(String)
}

extension FaultPlanError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAnAssignment(let text):
            "\(text) is not FAULT=PROBABILITY, such as close-after=0.3"
        case .notAProbability(let text): "\(text) is not a probability from 0 to 1"
        case .unknownFault(let name):
            "there is no fault \(name); the faults are all, "
                + Fault.allCases.map(\.rawValue).joined(separator: ", ")
        }
    }
}
