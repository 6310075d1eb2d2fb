import Apixo
import Testing

@testable import Simulator

@Suite struct ResultTests {
    @Test(arguments: [
        (#", "resolution": "2K", "aspect_ratio": "16:9""#, 2848, 1600),
        (#", "resolution": "3K", "aspect_ratio": "3:4""#, 2592, 3456),
        (#", "resolution": "3K""#, 3072, 3072),
        ("", 2048, 2048),
    ])
    func aPictureHasTheDocumentedSize(more: String, width: Int, height: Int) async throws {
        try await Peer.with { peer in
            let urls = try await peer.resultURLs(of: peer.submit(more: more))
            #expect(urls.count == 2)
            let pictures = try await [
                peer.send("GET", urls[0], headers: []), peer.send("GET", urls[1], headers: []),
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
        try await Peer.with { peer in
            let more = #", "output_format": "png", "aspect_ratio": "9:16""#
            let urls = try await peer.resultURLs(of: peer.submit(more: more))
            #expect(urls[0].hasSuffix("/1.png"))
            let picture = try await peer.send("GET", urls[0], headers: [])
            #expect(picture.headers["content-type"] == "image/png")
            #expect(PictureHeader(picture.bytes) == .png(1600, 2848))
        }
    }

    @Test func aModelWithoutThatFieldMakesPNG() async throws {
        try await Peer.with { peer in
            let body = #"{"input":{"mode":"gpt-image-1","prompt":"x","aspect_ratio":"2:3"}}"#
            let answer = try await peer.generate(body, "gpt-image-1")
            let taskID = try #require(answer.json?["data"]?["taskId"]?.string)
            let urls = try await peer.resultURLs(of: taskID, "gpt-image-1")
            #expect(urls.count == 1)
            let picture = try await peer.send("GET", urls[0], headers: [])
            #expect(PictureHeader(picture.bytes) == .png(1024, 1536))
        }
    }

    @Test func aVideoIsAnMP4() async throws {
        try await Peer.with { peer in
            let body = #"{"input":{"mode":"text-to-video","prompt":"a sea","sound":true}}"#
            let answer = try await peer.generate(body, "seedance-1-5-pro")
            let taskID = try #require(answer.json?["data"]?["taskId"]?.string)
            let urls = try await peer.resultURLs(of: taskID, "seedance-1-5-pro")
            let clip = try await peer.send("GET", urls[0], headers: [])
            #expect(clip.headers["content-type"] == "video/mp4")
            #expect(clip.bytes.dropFirst(4).starts(with: "ftyp".utf8))
            #expect(clip.bytes.count < 20_000)
        }
    }

    @Test func fewerImagesThanAskedCanBeMade() async throws {
        try await Peer.with { peer in
            var counts: [Int] = []
            for limit in [1, 9, 0] {
                let taskID = try await peer.submit("[images:\(limit)]")
                counts.append(try await peer.resultURLs(of: taskID).count)
            }
            #expect(counts == [1, 2, 0])
        }
    }

    @Test func anyPixelSizeCanBeDrawn() {
        for (width, height) in [(1, 1), (7, 9), (31, 33), (100, 8), (32, 257)] {
            let picture = Landscape(seed: "x", width: width, height: height)
            #expect(PictureHeader(PNG.bytes(of: picture)) == .png(width, height))
            #expect(PictureHeader(JPEG.bytes(of: picture)) == .jpeg(width, height))
        }
    }

    @Test func aPNGUnpacksToEveryPixelOfTheMosaic() throws {
        let picture = Landscape(seed: "y", width: 70, height: 45)
        let lines = try #require(PNGReader.lines(of: PNG.bytes(of: picture), width: 70))
        #expect(lines.count == 45)
        for (row, line) in lines.enumerated() {
            for column in 0..<70 {
                let tile = picture.tiles[row / 32 * picture.columns + column / 32]
                let pixel = line[(column * 3)..<(column * 3 + 3)].map(Int.init)
                #expect(pixel == [tile.red, tile.green, tile.blue])
            }
        }
    }
}
