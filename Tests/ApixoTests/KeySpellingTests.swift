import Foundation
import Testing

@testable import Apixo

struct KeySpellingTests {
    /// With what needs an escape somewhere.
    static let key = "canary/7f3a=9c51+e0%41\\x"

    private func starred(_ text: String) -> String {
        APIKey(Self.key)?.redacting("before \(text) after") ?? ""
    }

    static let units = key.utf8.map(Int.init)

    static func hex(_ number: Int, _ count: Int, isUpper: Bool = false) -> String {
        let digits = String(number, radix: 16, uppercase: isUpper)
        return String(repeating: "0", count: count - digits.count) + digits
    }

    static func each(_ spelling: (Int) -> String) -> String { units.map(spelling).joined() }

    static let spellings: [String] = {
        var all = [key, key.replacing("\\", with: "\\\\").replacing("/", with: "\\/")]
        for escape in ["\\u", "\\\\u", "\\\\\\\\u"] {
            all.append(each { escape + hex($0, 4) })
            all.append(each { escape + hex($0, 4, isUpper: true) })
        }
        for escape in ["%", "%25", "%2525", "\\u0025", "\\x", ""] {
            all.append(each { escape + hex($0, 2) })
            all.append(each { escape + hex($0, 2, isUpper: true) })
        }
        all.append(each { "&#\($0);" })
        all.append(each { "&#x" + hex($0, 2) + ";" })
        all.append(each { $0 % 2 == 0 ? "%" + hex($0, 2) : "\\u" + hex($0, 4) })
        return all
    }()

    @Test(arguments: spellings)
    func everySpellingIsStarredAndNothingElse(spelling: String) {
        let text = starred(spelling)
        #expect(text.hasPrefix("before *") && text.hasSuffix("* after"), "\(text)")
        #expect(text.utf8.count == spelling.utf8.count + 13)
        #expect(text.dropFirst(7).dropLast(6).allSatisfy { $0 == "*" }, "\(text)")
    }

    @Test(arguments: ["", "u", "us", "use"], ["", "=", "=="])
    func base64IsStarredWhereverTheKeyStandsInIt(before: String, padding: String) throws {
        let whole = Data((before + Self.key + ":tail").utf8).base64EncodedString()
        let end = whole.firstIndex(of: "=") ?? whole.endIndex
        let letters = String(whole[..<end])
        for text in [letters, letters.replacing("+", with: "-").replacing("/", with: "_")] {
            let clean = starred(text + padding)
            #expect(clean.contains("**********"), "\(clean)")
            let kept = clean.dropFirst(7).prefix(text.count).replacing("*", with: "A")
                .replacing("-", with: "+").replacing("_", with: "/")
            let fill = String(repeating: "=", count: (4 - kept.count % 4) % 4)
            let bytes = try #require(Data(base64Encoded: kept + fill))
            #expect(!String(decoding: bytes, as: UTF8.self).contains(Self.key.prefix(4)))
        }
    }

    @Test func otherTextStaysAsItIs() {
        let text = #"{"a":"\u0041%41&#65;\/ canary","b":[1,2.5,"c\\d"]}"#
        #expect(APIKey(Self.key)?.redacting(text) == text)
    }
}
