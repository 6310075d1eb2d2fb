import Apixo
import Tasks

/// JSON as a sender may write it: members come twice, numbers have any size, and a leaf is no JSON
/// at all.
indirect enum OddJSON {
    case leaf(String)
    case array([OddJSON])
    case object([Member])

    struct Member {
        var key: String
        var value: OddJSON
    }

    init(_ json: JSON) {
        switch json {
        case .array(let items): self = .array(items.map(OddJSON.init))
        case .object(let members):
            self = .object(
                members.sorted { $0.key < $1.key }.map {
                    Member(key: JSON.string($0.key).text, value: OddJSON($0.value))
                }
            )
        case .null, .bool, .integer, .number, .string: self = .leaf(json.text)
        }
    }

    var text: String {
        switch self {
        case .leaf(let text): text
        case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { "\($0.key):\($0.value.text)" }.joined(separator: ",") + "}"
        }
    }

    /// Changes one value somewhere within.
    mutating func change(using random: inout SplitMix) {
        let isHere = Int.random(in: 0..<3, using: &random) == 0
        switch self {
        case .array(var items) where !isHere && !items.isEmpty:
            items[Int.random(in: items.indices, using: &random)].change(using: &random)
            self = .array(items)
        case .object(var members) where !isHere && !members.isEmpty:
            let place = Int.random(in: members.indices, using: &random)
            Self.change(&members, at: place, using: &random)
            self = .object(members)
        case .array, .object, .leaf: replace(using: &random)
        }
    }

    private static func change(
        _ members: inout [Member],
        at place: Int,
        using random: inout SplitMix,
    ) {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: members.remove(at: place)
        case 1:
            var twin = members[place]
            twin.value.replace(using: &random)
            members.insert(twin, at: Int.random(in: 0...members.count, using: &random))
        case 2: members[place].key = OddText.key(using: &random)
        case 3:
            let other = Int.random(in: members.indices, using: &random)
            (members[place].value, members[other].value) =
                (members[other].value, members[place].value)
        default: members[place].value.change(using: &random)
        }
    }

    private mutating func replace(using random: inout SplitMix) {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: self = .array([self])
        case 1: self = .object([Member(key: OddText.key(using: &random), value: self)])
        // As the service hides JSON in a text.
        case 2: self = .leaf(JSON.string(text).text)
        case 3: self = .array(Array(repeating: self, count: 200))
        default: self = .leaf(OddText.value(using: &random))
        }
    }
}
