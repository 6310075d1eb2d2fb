import Apixo
import Programs
import Tasks
import Testing
import UserFiles

@Suite struct ConfigurationFileTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    @Test func aMissingConfigurationIsAnEmptyOne() throws {
        #expect(try ConfigurationFile(path: "\(folder.path)/nothing") == ConfigurationFile())
    }

    @Test func everyEntryOfTheConfigurationIsRead() throws {
        let text = """
            base_url = "http://127.0.0.1:8080"
            theme = "paper"
            results_dir = "/tmp/pictures"
            """
        let file = try ConfigurationFile(path: folder.write(text, to: "config.toml"))
        #expect(file.baseURL == "http://127.0.0.1:8080")
        #expect(file.theme == "paper")
        #expect(file.resultsFolder == "/tmp/pictures")
    }

    @Test func capsAndCallbacksAreRead() throws {
        let text = """
            [spend]
            day_tasks = 50
            day_usd = 5
            batch_tasks = 10
            batch_usd = 0.75
            [callback]
            listen = ":8787"
            public_url = "https://example.com/apixo/"
            """
        let file = try ConfigurationFile(path: folder.write(text, to: "config.toml"))
        #expect(file.caps.dayTasks == 50 && file.caps.dayAmount == Dollars(5))
        #expect(file.caps.batchTasks == 10 && file.caps.batchAmount == Dollars(0.75))
        let callback = CallbackSettings(port: 8787, publicURL: "https://example.com/apixo")
        #expect(file.callback == callback)
    }

    @Test(arguments: [
        ("127.0.0.1:80", "127.0.0.1"), ("[::1]:80", "::1"), ("0.0.0.0:80", "0.0.0.0"), ("80", nil),
    ])
    func theReceiverListensWhereItIsTold(listen: String, host: String?) throws {
        let text = "[callback]\nlisten = \"\(listen)\"\npublic_url = \"https://a.example\""
        let file = try ConfigurationFile(path: folder.write(text, to: "config.toml"))
        #expect(file.callback?.host == host ?? "127.0.0.1")
        #expect(file.callback?.port == 80)
    }

    @Test(arguments: [
        ("listen = \"8787\"", "public_url is missing"),
        ("public_url = \"https://a.example\"", "listen is missing"),
        ("listen = \"here\"\npublic_url = \"https://a.example\"", "callback.listen: must be"),
        ("listen = \"a:70000\"\npublic_url = \"https://a.example\"", "callback.listen: must be"),
        ("listen = \"80\"\npublic_url = \"http://a.example\"", "callback.public_url: must be"),
        ("listen = \"80\"\npublic_url = \"https://a.example?x\"", "callback.public_url: must be"),
        ("listen = \"80\"\npublic_url = \"https://a.example\"\nsecret = \"x\"", "unknown key"),
    ])
    func aFaultyReceiverIsNamed(text: String, sentence: String) throws {
        let path = try folder.write("[callback]\n\(text)", to: "config.toml")
        let fault = #expect(throws: FileError.self) { try ConfigurationFile(path: path) }
        #expect(fault.map { "\($0)" }?.contains(sentence) == true, "\(String(describing: fault))")
    }

    @Test(arguments: [
        ("theme = \"paper\"\nbase_url = \"http://example.org\"", 2),
        ("theme = \"paper\"\n\ncolour = 1", 3), ("theme = 3", 1), ("theme = \"a\nb\"", 1),
    ])
    func aFaultInTheConfigurationIsReportedWithItsLine(text: String, line: Int) throws {
        let path = try folder.write(text, to: "config.toml")
        let fault = #expect(throws: FileError.self) { try ConfigurationFile(path: path) }
        #expect(fault?.file == path)
        #expect(fault?.line == line)
    }
}
