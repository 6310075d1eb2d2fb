import Apixo
import Foundation
import Testing

struct CatalogTests {
    private static let small = """
        id = "tiny-1"
        output = "image"
        [limits]
        requests_per_minute = 5
        tasks_at_once = 2
        [polling]
        first_after = 1
        every = 2
        [[field]]
        name = "prompt"
        kind = "text"
        required = true
        [[field]]
        name = "strength"
        kind = "integer"
        range = [0, 1000]
        step = 50
        default = 100
        """

    private func fault(_ text: String) -> String? {
        do throws(FileError) {
            _ = try Model(text: text, file: "m.toml")
            return nil
        } catch {
            return error.description
        }
    }

    @Test func theThreeModelsOfTheSeedsAreBuiltIn() {
        #expect(
            Catalog.builtIn.models.map(\.id.rawValue)
                == ["seedream-5-0", "gpt-image-1", "seedance-1-5-pro"]
        )
    }

    @Test func limitsAndTimingAreThoseOfTheSeeds() throws {
        let seedream = try #require(Catalog.builtIn["seedream-5-0"])
        #expect(seedream.limits == Limits(requestsPerMinute: 60, tasksAtOnce: 10))
        #expect(seedream.polls.firstAfter == 20 && seedream.polls.every == 3)
        #expect(seedream.resultLifetime == 15 * 86_400)
        let seedance = try #require(Catalog.builtIn["seedance-1-5-pro"])
        #expect(seedance.limits == Limits(requestsPerMinute: 10_000, tasksAtOnce: 1000))
        #expect(seedance.polls.firstAfter == 50 && seedance.polls.every == 5)
        #expect(seedance.typicalSeconds(for: ["duration": .integer(12)]) == 90...120)
    }

    @Test func theEndFrameIsTheSecondPlace() throws {
        let field = try #require(Catalog.builtIn["seedance-1-5-pro"]?.field(named: "image_urls"))
        guard case .urls(let rule) = field.kind else {
            Issue.record("no list of URLs")
            return
        }
        #expect(rule.positions == ["start frame", "end frame"])
        #expect(rule.count == 1...2)
    }

    @Test(arguments: [
        (
            "kind = \"text\"", "kind = \"prose\"",
            "m.toml:11: field.kind: \"prose\" is not one of choice, integer, toggle, text, urls"
        ),
        ("step = 50", "stepp = 50", "m.toml:17: field.stepp: unknown key"),
        (
            "default = 100", "default = 7",
            "m.toml:18: field.default: the value for strength breaks the field's own rule: must be 0 to 1000 in steps of 50"
        ),
        ("every = 2", "every = \"2\"", "m.toml:8: polling.every: must be a number"),
        (
            "tasks_at_once = 2", "tasks_at_once = 0",
            "m.toml:5: limits.tasks_at_once: must be above 0"
        ),
        (
            "output = \"image\"", "output = \"smell\"",
            "m.toml:2: output: \"smell\" is not one of image, video, audio"
        ),
        (
            "id = \"tiny-1\"", "id = \"../x\"",
            "m.toml:1: id: must be letters, digits, . _ and - only"
        ),
        ("range = [0, 1000]", "", "m.toml:13: field.range: an integer needs range"),
        (
            "range = [0, 1000]", "range = [0,\u{85} 1000]",
            "m.toml:16: there is a Unicode line separator outside quotes"
        ),
        (
            "range = [0, 1000]", "range = [\u{2028}0, 1000]",
            "m.toml:16: there is a Unicode line separator outside quotes"
        ),
        (
            "range = [0, 1000]", "range = [0, 1000,\u{2029}]",
            "m.toml:16: there is a Unicode line separator outside quotes"
        ),
    ])
    func aFaultyModelFileIsToldWithFileLineAndReason(_ old: String, _ new: String, _ text: String) {
        let fault = fault(Self.small.replacing(old, with: new))
        #expect(fault?.hasPrefix(text) == true, "\(fault ?? "no fault")")
    }

    @Test func randomTextIsNeverAModelAndNeverTraps() {
        var random = SystemRandomNumberGenerator()
        let lines = Self.small.split(separator: "\n")
        for _ in 0..<2000 {
            var mixed = lines.shuffled(using: &random).joined(separator: "\n")
            let place = mixed.index(
                mixed.startIndex,
                offsetBy: Int.random(in: 0..<mixed.count, using: &random),
            )
            mixed.insert(
                Character(Unicode.Scalar(UInt8.random(in: 0...255, using: &random))),
                at: place
            )
            _ = try? Model(text: mixed, file: "m.toml")
        }
    }
}

struct EndpointTests {
    @Test(arguments: [
        "https://api.apixo.ai", "https://api.apixo.ai/", "https://api.apixo.ai/api/v1",
        "https://api.apixo.ai/api/v1/",
    ])
    func theBaseAddressMayHaveThePathOrNot(_ text: String) throws {
        let endpoint = try Endpoint(text)
        #expect(endpoint.base == "https://api.apixo.ai/api/v1")
        #expect(
            endpoint.statusTask(ModelID(rawValue: "m"), TaskID(rawValue: "a/b?c&d"))
                == "https://api.apixo.ai/api/v1/statusTask/m?taskId=a%2Fb%3Fc%26d"
        )
    }

    @Test func plainHTTPIsForLoopbackOnly() throws {
        #expect(try Endpoint("http://127.0.0.1:8080").isLoopback)
        #expect(try Endpoint("http://[::1]:8080").isLoopback)
        #expect(throws: EndpointError.notSecure("http://api.apixo.ai")) {
            try Endpoint("http://api.apixo.ai")
        }
        #expect(throws: EndpointError.notSecure("http://127.0.0.1.evil.com")) {
            try Endpoint("http://127.0.0.1.evil.com")
        }
    }

    @Test func theKeyPrintsAsDots() throws {
        let key = try #require(APIKey("sk-canary-123"))
        #expect("\(key) \(String(reflecting: key))".contains("canary") == false)
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains("canary"))
        #expect(APIKey("two words") == nil && APIKey("") == nil && APIKey("a\nb") == nil)
    }
}
