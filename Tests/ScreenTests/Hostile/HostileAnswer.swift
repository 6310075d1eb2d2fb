import Apixo

/// One task's story: a payload in one place, and all else as it should be.
struct HostileStory {
    let number: Int
    let payload: Payload
    let place: Place
    /// The payload as a JSON text, made once: it may be huge.
    let literal: String

    static func all(of payloads: [Payload]) -> [HostileStory] {
        let literals = payloads.map { ($0, JSON.string($0.text).text) }
        let pairs = literals.flatMap { literal in Place.allCases.map { (literal, $0) } }
        return pairs.enumerated().map { index, pair in
            HostileStory(
                number: index + 1,
                payload: pair.0.0,
                place: pair.1,
                literal: pair.0.1,
            )
        }
    }

    var prompt: String { "case \(number) \(payload) \(place)" }

    var request: GenerateRequest {
        GenerateRequest(model: ModelID(rawValue: "quick-1"), input: ["prompt": .text(prompt)])
    }

    /// A model without any bounds.
    static let model = """
        id = "quick-1"
        [limits]
        requests_per_minute = 1000000
        tasks_at_once = 1000
        [looks]
        first_after = 0.1
        every = 0.5
        [brake]
        first = 100
        unanswered = 100
        unknown_limit = 1000
        [[field]]
        name = "prompt"
        kind = "text"
        """

    /// Whether its submit is answered with a taskId of its own.
    var isAccepted: Bool {
        switch place {
        case .refusalMessage, .refusalDetail, .refusalCode, .taskId, .submitPage: false
        case .state, .failCode, .failMessage, .times, .resultText, .resultMember, .resultURL,
            .pollRefusal, .pollPage, .fileHeaders:
            true
        }
    }

    var submit: HostileAnswer {
        switch place {
        case .refusalMessage:
            HostileAnswer(400, #"{"code":400,"message":\#(literal),"data":null}"#)
        case .refusalDetail:
            HostileAnswer(400, #"{"code":400,"message":"no","data":{"error":\#(literal)}}"#)
        case .refusalCode:
            HostileAnswer(400, #"{"code":400,"message":"no","data":{"failCode":\#(literal)}}"#)
        case .taskId: HostileAnswer(200, #"{"code":200,"data":{"taskId":\#(literal)}}"#)
        case .submitPage: HostileAnswer(502, payload.text)
        case .state, .failCode, .failMessage, .times, .resultText, .resultMember, .resultURL,
            .pollRefusal, .pollPage, .fileHeaders:
            HostileAnswer(200, #"{"code":200,"data":{"taskId":"task-\#(number)"}}"#)
        }
    }

    func poll(at address: String) -> HostileAnswer {
        switch place {
        case .refusalMessage, .refusalDetail, .refusalCode, .submitPage, .taskId, .state:
            .state(literal)
        case .failCode: .state("\"failed\"", #""failCode":\#(literal),"failMsg":"no""#)
        case .failMessage: .state("\"failed\"", #""failCode":"NSFW","failMsg":\#(literal)"#)
        case .times: .state("\"failed\"", Self.oddTimes[number % Self.oddTimes.count])
        case .resultText: .state("\"success\"", #""resultJson":\#(literal)"#)
        case .resultMember:
            .result(#"{"resultUrls":["\#(address)/file/0"],"note":\#(literal)}"#)
        case .resultURL: .result(#"{"resultUrls":[\#(literal),"\#(address)/file/0"]}"#)
        case .pollRefusal: HostileAnswer(400, #"{"code":400,"message":\#(literal)}"#)
        case .pollPage: HostileAnswer(502, payload.text)
        case .fileHeaders: .result(#"{"resultUrls":["\#(address)/file/\#(number)"]}"#)
        }
    }

    private static let oddTimes = [
        #""createTime":9223372036854775807,"completeTime":-9223372036854775808,"costTime":-1"#,
        #""createTime":1e308,"completeTime":"253402300799999","costTime":253402300799999"#,
        #""createTime":"nan","completeTime":[1],"costTime":9223372036854775807"#,
        #""createTime":-1,"completeTime":0,"costTime":1e400"#,
    ]
}

/// What goes back over HTTP.
struct HostileAnswer {
    var status: Int
    var headers = ""
    var body: String

    init(_ status: Int, _ body: String) {
        self.status = status
        self.body = body
    }

    /// - Parameter word: As JSON.
    static func state(_ word: String, _ more: String = #""more":1"#) -> HostileAnswer {
        HostileAnswer(200, #"{"code":200,"data":{"state":\#(word),\#(more)}}"#)
    }

    static func result(_ json: String) -> HostileAnswer {
        .state("\"success\"", #""resultJson":\#(JSON.string(json).text)"#)
    }

    static let refusedKey = HostileAnswer(
        401,
        #"{"code":401,"message":"\u001b[2JInvalid key \#(Payload.keyOfTheRequest)"}"#,
    )

    static func redirect(to address: String) -> HostileAnswer {
        var answer = HostileAnswer(307, "")
        answer.headers = "Location: \(address)/stolen\r\n"
        return answer
    }

    var text: String {
        "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
    }
}
