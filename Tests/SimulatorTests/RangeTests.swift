import Testing

@testable import Simulator

@Suite struct RangeTests {
    @Test(arguments: [
        ("bytes=0-9", ByteRange.part(0...9)), ("bytes=90-", .part(90...99)),
        ("bytes=-5", .part(95...99)), ("bytes=-500", .part(0...99)),
        ("bytes=95-200", .part(95...99)), ("bytes=100-", .outside), ("bytes=-0", .outside),
        ("bytes=9-3", .whole), ("bytes=1-2,4-5", .whole), ("bytes=x-y", .whole),
        ("bytes=", .whole), ("bytes=-", .whole), ("lines=1-2", .whole),
        ("bytes=99999999999999999999-", .whole), ("bytes=--3", .whole),
    ])
    func aHeaderAsksForAPart(header: String, expected: ByteRange) {
        #expect(ByteRange(header, of: 100) == expected)
    }

    @Test func aFileCanBeHadInParts() async throws {
        try await SimulatorClient.with { client in
            let url = try await client.resultURLs(of: client.submit())[0]
            let whole = try await client.send("GET", url, headers: [])
            #expect(whole.headers["accept-ranges"] == "bytes")
            let count = whole.bytes.count
            let rest = try await client.send("GET", url, headers: [("Range", "bytes=1000-")])
            #expect(rest.status == 206)
            #expect(rest.headers["content-range"] == "bytes 1000-\(count - 1)/\(count)")
            #expect(rest.bytes == Array(whole.bytes.dropFirst(1000)))
            let beyond = try await client.send("GET", url, headers: [("Range", "bytes=\(count)-")])
            #expect(beyond.status == 416)
            #expect(beyond.headers["content-range"] == "bytes */\(count)")
            let head = try await client.send("HEAD", url, headers: [])
            #expect(head.bytes.isEmpty)
            #expect(head.headers["content-length"] == "\(count)")
            let expected = [
                "200 \(count) nil", "206 \(count - 1000) bytes=1000-", "416 0 bytes=\(count)-",
                "200 0 nil",
            ]
            let found = client.entries(.download).map {
                "\($0.status ?? 0) \($0.bytes ?? -1) \($0.range ?? "nil")"
            }
            #expect(found == expected)
        }
    }

    @Test func aKeySentToADownloadIsPutOnRecord() async throws {
        try await SimulatorClient.with { client in
            let url = try await client.resultURLs(of: client.submit())[0]
            _ = try await client.send("GET", url, headers: [])
            _ = try await client.send("GET", url)
            #expect(client.entries(.download).map(\.authorization) == [false, true])
        }
    }
}
