import Apixo
import Testing

/// Every curl example of the seed pages, as a draft and as the JSON the page shows.
struct SeedRequest: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var draft: Draft
    var body: String
}

private func draft(
    _ model: String,
    provider: Provider = .auto,
    callback: String? = nil,
    _ values: [String: FieldValue],
) -> Draft {
    Draft(
        model: ModelID(rawValue: model),
        requestType: callback == nil ? .async : .callback,
        callbackURL: callback ?? "",
        provider: provider,
        values: values,
    )
}

let seedRequests = [
    SeedRequest(
        testDescription: "seedream text-to-image",
        draft: draft(
            "seedream-5-0",
            provider: .value,
            [
                "prompt": .text("a cozy cyberpunk cafe with neon lights, ultra detailed"),
                "max_images": .integer(4), "aspect_ratio": .text("16:9"),
                "sequential_image_generation": .text("disabled"), "output_format": .text("jpeg"),
            ],
        ),
        body: """
            {"request_type": "async", "provider": "value", "input": {"mode": "text-to-image",
             "prompt": "a cozy cyberpunk cafe with neon lights, ultra detailed", "max_images": 4,
             "resolution": "2K", "aspect_ratio": "16:9", "sequential_image_generation": "disabled",
             "output_format": "jpeg"}}
            """,
    ),
    SeedRequest(
        testDescription: "seedream image-to-image",
        draft: draft(
            "seedream-5-0",
            provider: .official,
            [
                "mode": .text("image-to-image"),
                "prompt": .text("make this scene look like sunrise with warm colors"),
                "max_images": .integer(3), "resolution": .text("3K"),
                "aspect_ratio": .text("3:4"), "sequential_image_generation": .text("auto"),
                "output_format": .text("png"),
                "image_urls": .urls([
                    "https://example.com/ref1.jpg", "https://example.com/ref2.jpg",
                ]),
            ],
        ),
        body: """
            {"request_type": "async", "provider": "official", "input": {"mode": "image-to-image",
             "prompt": "make this scene look like sunrise with warm colors", "max_images": 3,
             "resolution": "3K", "aspect_ratio": "3:4", "sequential_image_generation": "auto",
             "output_format": "png",
             "image_urls": ["https://example.com/ref1.jpg", "https://example.com/ref2.jpg"]}}
            """,
    ),
    SeedRequest(
        testDescription: "seedream web search",
        draft: draft(
            "seedream-5-0",
            provider: .value,
            [
                "prompt": .text("latest flagship smartphone design trends 2024"),
                "web_search": .toggle(true), "output_format": .text("jpeg"),
            ],
        ),
        body: """
            {"request_type": "async", "provider": "value", "input": {"mode": "text-to-image",
             "prompt": "latest flagship smartphone design trends 2024", "max_images": 1,
             "resolution": "2K", "web_search": true, "output_format": "jpeg"}}
            """,
    ),
    SeedRequest(
        testDescription: "gpt-image text-to-image",
        draft: draft(
            "gpt-image-1",
            [
                "prompt": .text("a cozy cyberpunk cafe with neon lights"),
                "aspect_ratio": .text("3:2"), "num_images": .integer(2),
            ],
        ),
        body: """
            {"request_type": "async", "input": {"mode": "gpt-image-1",
             "prompt": "a cozy cyberpunk cafe with neon lights", "aspect_ratio": "3:2",
             "num_images": 2}}
            """,
    ),
    SeedRequest(
        testDescription: "gpt-image with references",
        draft: draft(
            "gpt-image-1",
            provider: .official,
            [
                "prompt": .text("a futuristic cityscape at sunset"),
                "aspect_ratio": .text("3:2"), "num_images": .integer(4),
                "image_urls": .urls([
                    "https://example.com/ref1.jpg", "https://example.com/ref2.jpg",
                ]),
            ],
        ),
        body: """
            {"request_type": "async", "provider": "official", "input": {"mode": "gpt-image-1",
             "prompt": "a futuristic cityscape at sunset", "aspect_ratio": "3:2", "num_images": 4,
             "image_urls": ["https://example.com/ref1.jpg", "https://example.com/ref2.jpg"]}}
            """,
    ),
    SeedRequest(
        testDescription: "seedance text-to-video",
        draft: draft(
            "seedance-1-5-pro",
            provider: .value,
            [
                "prompt": .text("a calm seaside sunrise with gentle camera dolly movement"),
                "aspect_ratio": .text("16:9"), "fixed_lens": .toggle(false),
            ],
        ),
        body: """
            {"request_type": "async", "provider": "value", "input": {"mode": "text-to-video",
             "prompt": "a calm seaside sunrise with gentle camera dolly movement",
             "resolution": "720p", "duration": 8, "sound": true, "aspect_ratio": "16:9",
             "fixed_lens": false}}
            """,
    ),
    SeedRequest(
        testDescription: "seedance image-to-video",
        draft: draft(
            "seedance-1-5-pro",
            provider: .official,
            callback: "https://your-server.com/callback",
            [
                "mode": .text("image-to-video"),
                "prompt": .text("animate this landscape with moving clouds and wind"),
                "resolution": .text("480p"), "duration": .integer(4), "sound": .toggle(false),
                "image_urls": .urls([
                    "https://example.com/head.jpg", "https://example.com/tail.jpg",
                ]),
                "aspect_ratio": .text("1:1"),
            ],
        ),
        body: """
            {"request_type": "callback", "callback_url": "https://your-server.com/callback",
             "provider": "official", "input": {"mode": "image-to-video",
             "prompt": "animate this landscape with moving clouds and wind", "resolution": "480p",
             "duration": 4, "sound": false,
             "image_urls": ["https://example.com/head.jpg", "https://example.com/tail.jpg"],
             "aspect_ratio": "1:1"}}
            """,
    ),
]

struct RequestTests {
    @Test(arguments: seedRequests)
    func aSeedExampleIsSentAsThePageShowsIt(_ example: SeedRequest) throws {
        let model = try #require(Catalog.builtIn[example.draft.model])
        let request = try model.request(from: example.draft).get()
        #expect(request.json == JSON(parsing: example.body))
    }

    @Test(arguments: seedRequests)
    func aRequestReadsBackAsItWasWritten(_ example: SeedRequest) throws {
        let model = try #require(Catalog.builtIn[example.draft.model])
        let request = try model.request(from: example.draft).get()
        let json = try #require(JSON(parsing: request.json.text))
        #expect(GenerateRequest(model: request.model, json: json) == request)
    }

    @Test func aDraftReadsBackAsItWasWritten() throws {
        for example in seedRequests {
            let json = try #require(JSON(parsing: example.draft.json.text))
            #expect(Draft(model: example.draft.model, json: json) == example.draft)
        }
    }

    @Test func valuesOfAModeNotChosenStayInTheDraftButAreNotSent() throws {
        var draft = seedRequests[1].draft
        draft.values["mode"] = .text("text-to-image")
        let model = try #require(Catalog.builtIn[draft.model])
        #expect(try model.request(from: draft).get().input["image_urls"] == nil)
    }

    @Test(arguments: [
        "'; touch x; '", "$(touch x)`touch x`", "a\nb\r\n\ttouch x\n", "\\'\\",
        "\u{7F}\u{9B}\u{1B}[2J",
        "\u{2028}\u{202E}x", "!!", "\\u0027; touch x",
    ])
    func aShellTakesTheCurlCommandAsOne(prompt: String) throws {
        let request = GenerateRequest(
            model: ModelID(rawValue: "a'; touch x; '\nb"),
            input: ["prompt": .text(prompt)],
        )
        let curl = try request.curl(to: Endpoint("https://api.apixo.ai"))
        #expect(curl.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isObeyed })
        let words = try #require(shellWords(curl))
        #expect(words.count == 10 && words.first == "curl")
        #expect(words.last.flatMap { JSON(parsing: $0) } == request.json)
    }

    /// What a shell makes of a command whose words stand bare, in single or in double quotes.
    private func shellWords(_ command: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = command[...]
        while let character = rest.popFirst() {
            switch (quote, character) {
            case (nil, "\\"):
                let next = rest.popFirst()
                if let next, next != "\n" { word = (word ?? "") + String(next) }
            case (nil, "'"), (nil, "\""):
                quote = character
                word = word ?? ""
            case (nil, " "), (nil, "\n"):
                if let done = word { words.append(done) }
                word = nil
            case (nil, let bare) where !bare.isLetter && bare != "-": return nil
            case (let open?, _) where open == character: quote = nil
            default: word = (word ?? "") + String(character)
            }
        }
        return quote == nil ? words + (word.map { [$0] } ?? []) : nil
    }

    @Test func theCurlCommandHoldsAVariableInsteadOfTheKey() throws {
        let model = try #require(Catalog.builtIn["gpt-image-1"])
        let draft = draft("gpt-image-1", ["prompt": .text("it's")])
        let curl = try model.request(from: draft).get().curl(to: Endpoint("https://api.apixo.ai"))
        #expect(curl.contains("Bearer $APIXO_API_KEY"))
        #expect(curl.contains("it'\\''s"))
        #expect(curl.contains("'https://api.apixo.ai/api/v1/generateTask/gpt-image-1'"))
    }
}
