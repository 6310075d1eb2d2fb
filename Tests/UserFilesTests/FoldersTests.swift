import Testing
import UserFiles

@Suite struct FoldersTests {
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
}
