import Foundation
import Glibc
import Samples
import Testing

@testable import Worker

struct PartFileTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func part() throws -> PartFile { try PartFile(path: "\(folder.path)/a.part") }

    @Test func aWholeFileGetsItsName() throws {
        try fill("abc") { part in
            let path = try part.publish(as: "\(folder.path)/a", ending: "png")
            #expect(path == "\(folder.path)/a.png")
        }
        #expect(folder.names == ["a.png"])
        #expect(folder.bytes("a.png") == Array("abc".utf8))
    }

    @Test func aPartIsGoneOnWith() throws {
        try fill("abc") { _ in }
        try fill("def") { part in
            #expect(part.count == 6)
            #expect(part.head == Array("abcdef".utf8))
            try part.restart()
            try part.append(Array("xyz".utf8))
        }
        #expect(folder.bytes("a.part") == Array("xyz".utf8))
    }

    @Test func anotherFileOfThatNameIsNeverOverwritten() throws {
        try folder.write("old", to: "a.png")
        try fill("new") { part in
            let path = try part.publish(as: "\(folder.path)/a", ending: "png")
            #expect(path == "\(folder.path)/a~2.png")
        }
        #expect(folder.bytes("a.png") == Array("old".utf8))
        #expect(folder.bytes("a~2.png") == Array("new".utf8))
    }

    @Test func theSameFileFetchedTwiceIsThereOnce() throws {
        try folder.write("same", to: "a.png")
        try fill("same") { _ = try $0.publish(as: "\(folder.path)/a", ending: "png") }
        #expect(folder.names == ["a.png"])
    }

    @Test func aPartIsFetchedByOneProgramAtATime() throws {
        let first = try part()
        try first.append([1])
        #expect(throws: DownloadError.self) { try part() }
        #expect(first.count == 1)
        #expect(folder.names == ["a.part"])
    }

    @Test func aFileThatHasJustGotItsNameIsNoPartAnyMore() throws {
        let path = try folder.write("abc", to: "a.part")
        let descriptor = open(path, O_RDWR)
        defer { close(descriptor) }
        #expect(PartFile.isFile(descriptor, at: path))
        try FileManager.default.moveItem(atPath: path, toPath: "\(folder.path)/a.png")
        #expect(!PartFile.isFile(descriptor, at: path))
        try folder.write("another", to: "a.part")
        #expect(!PartFile.isFile(descriptor, at: path))
    }

    @Test func anEmptyPartLeavesNothingBehind() throws {
        try fill("") { _ in }
        #expect(folder.names == [])
    }

    private func fill(_ text: String, _ body: (PartFile) throws -> Void) throws {
        let part = try part()
        try part.append(Array(text.utf8))
        try body(part)
    }
}
