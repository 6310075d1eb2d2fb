import Apixo
import Testing

struct CheckTests {
    private func faults(_ name: String, _ values: [String: FieldValue]) throws -> [String] {
        let model = try #require(Catalog.builtIn[name])
        return model.faults(in: Draft(model: model.id, values: values)).map(\.description)
    }

    @Test func aDraftWithoutAPromptNamesThePrompt() throws {
        #expect(try faults("seedream-5-0", [:]) == ["prompt is required"])
    }

    @Test func aWrongChoiceNamesTheAllowedOnes() throws {
        let faults = try faults("seedream-5-0", ["prompt": .text("x"), "resolution": .text("9K")])
        #expect(faults == ["resolution must be one of 2K, 3K"])
    }

    @Test func threeImagesAreNotAChoiceWhereOnlyOneTwoFourAre() throws {
        let faults = try faults("gpt-image-1", ["prompt": .text("x"), "num_images": .integer(3)])
        #expect(faults == ["num_images must be one of 1, 2, 4"])
    }

    @Test func aNumberOutsideItsRangeNamesTheRange() throws {
        let faults = try faults("seedream-5-0", ["prompt": .text("x"), "max_images": .integer(11)])
        #expect(faults == ["max_images must be 1 to 10"])
    }

    @Test func aPromptTooShortOrTooLongSaysByHowMuch() throws {
        #expect(
            try faults("seedance-1-5-pro", ["prompt": .text("ab")])
                == ["prompt needs at least 3 characters, has 2"]
        )
        #expect(
            try faults("seedream-5-0", ["prompt": .text(String(repeating: "猫", count: 5001))])
                == ["prompt may have at most 5000 characters, has 5001"]
        )
    }

    @Test func aPromptOfSpacesIsNoPrompt() throws {
        #expect(try !faults("seedream-5-0", ["prompt": .text("   ")]).isEmpty)
    }

    @Test func aModeWithImagesNeedsThem() throws {
        let faults = try faults(
            "seedance-1-5-pro",
            ["prompt": .text("xyz"), "mode": .text("image-to-video")],
        )
        #expect(faults == ["image_urls is required"])
    }

    @Test func threeFramesAreTooMany() throws {
        let urls = (1...3).map { "https://example.com/\($0).png" }
        let faults = try faults(
            "seedance-1-5-pro",
            ["prompt": .text("xyz"), "mode": .text("image-to-video"), "image_urls": .urls(urls)],
        )
        #expect(faults == ["image_urls may have at most 2 URLs, has 3"])
    }

    @Test func anImageTypeTheModelDoesNotReadIsNamed() throws {
        let urls = ["https://example.com/a.png", "https://example.com/b.gif"]
        let faults = try faults("gpt-image-1", ["prompt": .text("x"), "image_urls": .urls(urls)])
        #expect(faults.first?.contains("URL 2 must be jpg, png, webp") == true)
        let seedream = try self.faults(
            "seedream-5-0",
            ["prompt": .text("x"), "mode": .text("image-to-image"), "image_urls": .urls(urls)],
        )
        #expect(seedream.isEmpty)
    }

    @Test(arguments: [
        "ref.png", "ftp://example.com/a.png", "https://", "https://a b/c.png", "/etc/x",
    ])
    func whatIsNoWebAddressIsNamed(_ text: String) throws {
        let faults = try faults("gpt-image-1", ["prompt": .text("x"), "image_urls": .urls([text])])
        #expect(faults.first?.hasPrefix("image_urls URL 1 is not a public http(s) URL") == true)
    }

    @Test func anUnknownFieldNamesTheKnownOnes() throws {
        let faults = try faults("gpt-image-1", ["prompt": .text("x"), "nVariants": .integer(2)])
        #expect(
            faults.first?.hasPrefix(
                "nVariants is not a field of this model; its fields are mode, prompt"
            )
                == true
        )
    }

    @Test func aCallbackNeedsASecureAddress() throws {
        let model = try #require(Catalog.builtIn["gpt-image-1"])
        var draft = Draft(model: model.id, requestType: .callback, values: ["prompt": .text("x")])
        #expect(model.faults(in: draft).map(\.description) == ["callback_url is required"])
        draft.callbackURL = "http://example.com/hook"
        #expect(model.faults(in: draft).map(\.field) == ["callback_url"])
        draft.callbackURL = "https://example.com/hook"
        #expect(model.faults(in: draft).isEmpty)
    }

    @Test func typedValuesBecomeWhatTheFieldHolds() throws {
        let model = try #require(Catalog.builtIn["seedream-5-0"])
        #expect(try model.field(named: "max_images")?.value(typed: "4") == .integer(4))
        #expect(try model.field(named: "web_search")?.value(typed: "true") == .toggle(true))
        #expect(throws: Problem.outside(1...10, step: 1)) {
            try model.field(named: "max_images")?.value(typed: "four")
        }
    }

    @Test func steppersStopAtTheEnds() {
        #expect(IntegerRule.values([1, 2, 4]).next(after: 2, up: true) == 4)
        #expect(IntegerRule.values([1, 2, 4]).next(after: 4, up: true) == 4)
        #expect(IntegerRule.range(1...10, step: 1).next(after: 1, up: false) == 1)
    }

    @Test func billedUnitsFollowTheCountField() throws {
        let seedream = try #require(Catalog.builtIn["seedream-5-0"])
        #expect(seedream.billedUnits(for: ["max_images": .integer(4)]) == 4)
        let size = seedream.pixelSize(for: [
            "resolution": .text("3K"), "aspect_ratio": .text("21:9"),
        ])
        #expect(size?.width == 4704 && size?.height == 2016)
    }
}
