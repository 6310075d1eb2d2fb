import Apixo

extension Model {
    /// A model whose tasks take a second or two before the time scale, polled often.
    package static func quick(perMinute: Int = 10_000, atOnce: Int = 100) throws -> Model {
        try Model(
            text: """
                id = "quick"
                [limits]
                requests_per_minute = \(perMinute)
                tasks_at_once = \(atOnce)
                [looks]
                first_after = 0.05
                every = 0.1
                park_after = 1800
                [brake]
                pause = 0.3
                [billing]
                unit = "image"
                count = "count"
                [[typical]]
                seconds = [1, 2]
                [[pixels]]
                size = [64, 48]
                [[field]]
                name = "prompt"
                kind = "text"
                length = [1, 5000]
                required = true
                [[field]]
                name = "count"
                kind = "integer"
                range = [1, 4]
                default = 1
                required = true
                """,
            file: "quick.toml",
        )
    }
}

extension GenerateRequest {
    package static func quick(_ prompt: String = "a lighthouse", count: Int = 1) -> GenerateRequest
    {
        GenerateRequest(
            model: ModelID(rawValue: "quick"),
            input: ["prompt": .text(prompt), "count": .integer(count)],
        )
    }
}
