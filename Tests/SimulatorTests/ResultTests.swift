import Testing

@testable import Apixo
@testable import Simulator

@Suite struct ResultTests {
    @Test(arguments: [
        (#", "resolution": "2K", "aspect_ratio": "16:9""#, 356, 200),
        (#", "resolution": "3K", "aspect_ratio": "3:4""#, 216, 288),
        (#", "resolution": "3K""#, 256, 256),
        ("", 256, 256),
    ])
    func aPictureHasTheShapeThatWasAskedFor(more: String, width: Int, height: Int) async throws {
        try await SimulatorClient.with { client in
            let urls = try await client.resultURLs(of: client.submit(more: more))
            #expect(urls.count == 2)
            let pictures = try await [
                client.send("GET", urls[0], headers: []), client.send("GET", urls[1], headers: []),
            ]
            for picture in pictures {
                #expect(picture.status == 200)
                #expect(picture.headers["content-type"] == "image/jpeg")
                #expect(PictureHeader(picture.bytes) == .jpeg(width, height))
            }
            #expect(pictures[0].bytes != pictures[1].bytes)
        }
    }

    @Test func outputFormatDecidesTheFileType() async throws {
        try await SimulatorClient.with { client in
            let more = #", "output_format": "png", "aspect_ratio": "9:16""#
            let urls = try await client.resultURLs(of: client.submit(more: more))
            #expect(urls[0].hasSuffix("/1.png"))
            let picture = try await client.send("GET", urls[0], headers: [])
            #expect(picture.headers["content-type"] == "image/png")
            #expect(PictureHeader(picture.bytes) == .png(200, 356))
        }
    }

    @Test func aModelWithoutThatFieldMakesPNG() async throws {
        try await SimulatorClient.with { client in
            let body = #"{"input":{"mode":"gpt-image-1","prompt":"x","aspect_ratio":"2:3"}}"#
            let answer = try await client.generate(body, "gpt-image-1")
            let taskID = try #require(answer.json?["data"]?["taskId"]?.string)
            let urls = try await client.resultURLs(of: taskID, "gpt-image-1")
            #expect(urls.count == 1)
            let picture = try await client.send("GET", urls[0], headers: [])
            #expect(PictureHeader(picture.bytes) == .png(208, 312))
        }
    }

    @Test func aVideoIsAnMP4() async throws {
        try await SimulatorClient.with { client in
            let body = #"{"input":{"mode":"text-to-video","prompt":"a sea","sound":true}}"#
            let answer = try await client.generate(body, "seedance-1-5-pro")
            let taskID = try #require(answer.json?["data"]?["taskId"]?.string)
            let urls = try await client.resultURLs(of: taskID, "seedance-1-5-pro")
            let clip = try await client.send("GET", urls[0], headers: [])
            #expect(clip.headers["content-type"] == "video/mp4")
            #expect(clip.bytes.dropFirst(4).starts(with: "ftyp".utf8))
            #expect(clip.bytes.count < 20_000)
        }
    }

    @Test func fewerImagesThanAskedCanBeMade() async throws {
        try await SimulatorClient.with { client in
            var counts: [Int] = []
            for limit in [1, 9, 0] {
                let taskID = try await client.submit("[images:\(limit)]")
                counts.append(try await client.resultURLs(of: taskID).count)
            }
            #expect(counts == [1, 2, 0])
        }
    }

    @Test(arguments: [(1, 1), (3, 2), (2, 3), (4, 3), (3, 4), (16, 9), (9, 16), (21, 9)])
    func thereIsAPictureOfEveryShape(width: Int, height: Int) throws {
        let size = PixelSize(condition: Condition(), width: width * 100, height: height * 100)
        let picture = SamplePicture.shaped(like: size)
        let (jpeg, png) = (picture.jpeg(marked: "task/1"), picture.png(marked: "task/1"))
        guard case .jpeg(let columns, let rows)? = PictureHeader(jpeg) else {
            Issue.record("no JPEG")
            return
        }
        #expect(abs(columns * height - rows * width) <= 2 * max(width, height))
        #expect(PictureHeader(png) == .png(columns, rows))
    }

    @Test(arguments: [(1, 1000, 9.0 / 16), (1000, 1, 21.0 / 9), (0, 0, 1), (100, 130, 3.0 / 4)])
    func anOddShapeGetsTheNearest(width: Int, height: Int, ratio: Double) {
        let size = PixelSize(condition: Condition(), width: width, height: height)
        #expect(SamplePicture.shaped(like: size).ratio == ratio)
    }

    /// The checksum was computed elsewhere (zlib.crc32).
    @Test func theCommentInAPNGIsAWholeChunk() {
        let bytes = SamplePicture.shaped(like: nil).png(marked: "task/1")
        let chunk =
            [0, 0, 0, 14] + Array("tEXtComment\0task/1".utf8) + [0xC3, 0xE1, 0x8E, 0xA1]
        #expect(Array(bytes[33..<(33 + chunk.count)]) == chunk)
    }
}
