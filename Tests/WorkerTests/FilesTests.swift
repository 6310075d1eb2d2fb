import Apixo
import Foundation
import Testing

@testable import Worker

struct FilesTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    @Test func aKeyIsWrittenForItsOwnerAlone() throws {
        let path = "\(folder.path)/new/key"
        let key = try #require(APIKey("k-123"))
        try KeyFile.write(key, to: path)
        try KeyFile.write(key, to: path)
        #expect(try KeyFile.read(path) == key)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o620, 0o601])
    func aKeyFileOthersCanUseIsRefused(mode: Int) throws {
        let path = try folder.write("k-123\n", to: "key", mode: mode)
        #expect(throws: KeyError.readableByOthers(path, mode: mode)) { try KeyFile.read(path) }
    }

    @Test(arguments: [0o600, 0o400])
    func aKeyFileOfItsOwnerIsRead(mode: Int) throws {
        let path = try folder.write(" k-123 \n", to: "key", mode: mode)
        #expect(try KeyFile.read(path)?.fileText == "k-123")
    }

    @Test func anEmptyKeyFileHoldsNoKey() throws {
        let path = try folder.write("\n", to: "key", mode: 0o600)
        #expect(throws: KeyError.noKey(path)) { try KeyFile.read(path) }
        #expect(try KeyFile.read("\(folder.path)/nothing") == nil)
    }

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

    @Test func theFoldersFollowTheBaseDirectories() {
        let plain = Folders(
            dataFolder: nil,
            configurationFile: nil,
            environment: ["HOME": "/home/u", "XDG_DATA_HOME": ""],
        )
        #expect(plain.data == "/home/u/.local/share/apixo")
        #expect(plain.configurationFile == "/home/u/.config/apixo/config.toml")
        #expect(plain.key == "/home/u/.config/apixo/key")
        let moved = Folders(
            dataFolder: nil,
            configurationFile: nil,
            environment: ["HOME": "/h", "XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c"],
        )
        #expect(moved.results == "/d/apixo/results")
        #expect(moved.models == "/c/apixo/models")
    }

    @Test func whatWasAskedForGoesBeforeTheEnvironment() {
        let environment = ["HOME": "/h", "APIXO_DATA_DIR": "/from-environment"]
        let folders = Folders(
            dataFolder: nil,
            configurationFile: "/etc/apixo/my.toml",
            environment: environment,
        )
        #expect(folders.data == "/from-environment")
        #expect(folders.themes == "/etc/apixo/themes")
        let asked = Folders(dataFolder: "/x/../y", configurationFile: nil, environment: environment)
        #expect(asked.data == "/y")
    }

    @Test(arguments: [
        ("....ftypisom", FileSignature.mp4), ("....ftypavif", .avif), ("....ftypheic", .heic),
        ("....ftypmif1", .heif), ("RIFF....WEBPVP8 ", .webp), ("RIFF....WAVEfmt ", .wav),
        ("GIF89a", .gif), ("ID3", .mp3), ("OggS", .ogg), ("fLaC", .flac),
    ])
    func aFileIsKnownByItsFirstLetters(head: String, type: FileSignature) {
        #expect(FileSignature(head.utf8) == type)
        #expect(FileSignature(head.utf8.prefix(2)) == nil)
    }

    @Test(
        arguments: [
            (0x8950_4E47_0D0A_1A0A, .png), (0xFFD8_FFE0, .jpg), (0x1A45_DFA3, .webm),
            (0xFFFB_9000, .mp3), (0xFFFA_9000, .mp3), (0xFFF3_4000, .mp3), (0xFFE3_1800, .mp3),
            (0xFFFD_8000, .mp3), (0xFFF1_5080, .aac), (0xFFF9_4C80, .aac),
        ] as [(UInt64, FileSignature)]
    )
    func aFileIsKnownByItsFirstBytes(head: UInt64, type: FileSignature) {
        let bytes = Self.bytes(head)
        #expect(FileSignature(bytes) == type)
        #expect(FileSignature(bytes.prefix(2)) == nil)
    }

    private static func bytes(_ number: UInt64) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0.drop { $0 == 0 }) }
    }

    @Test(arguments: ["", "<!DOCTYPE html>", "{\"code\": 200}", "RIFF....AVI ", "\u{7F}ELF"])
    func anythingElseIsNoMedia(text: String) {
        #expect(FileSignature(text.utf8) == nil)
    }

    @Test(arguments: [0xFFFE_4100, 0xFFFF_FFFF, 0xFFFB_FF00, 0xFFFB_9C00, 0xFFDB_9000])
    func whatOnlyBeginsLikeSoundIsNone(head: UInt64) {
        #expect(FileSignature(Self.bytes(head)) == nil)
    }
}
