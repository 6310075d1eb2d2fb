import Apixo
import Foundation
import Programs
import Testing
import UserFiles

@Suite struct KeyFileTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

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
}
