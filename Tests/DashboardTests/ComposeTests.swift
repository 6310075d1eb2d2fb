import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct ComposeTests {
    private func names(_ desk: Desk) -> [String] { desk.state.compose.fields.map(\.name) }

    @Test func theFormFollowsTheModelAndItsMode() {
        var desk = Desk.make()
        #expect(
            names(desk) == [
                "model", "mode", "prompt", "max_images", "resolution", "aspect_ratio",
                "sequential_image_generation", "web_search", "output_format", "provider",
                "request_type", "size", "prompt_optimize_mode", "Send",
            ]
        )
        desk.press("1", "Esc", "k", "→")
        #expect(names(desk).contains("image_urls"))
        desk.press("k", "→")
        #expect(desk.state.compose.draft.model.rawValue == "gpt-image-1")
        #expect(names(desk).contains("num_images"))
        desk.press("→")
        #expect(desk.state.compose.draft.model.rawValue == "seedance-1-5-pro")
        #expect(names(desk).contains("fixed_lens"))
        #expect(desk.effects.contains(.useModel(ModelID(rawValue: "seedance-1-5-pro"))))
    }

    @Test func theCallbackAddressIsAskedForWhenItIsNeeded() {
        var desk = Desk.make()
        #expect(!names(desk).contains("callback_url"))
        desk.state.focus = .compose
        desk.state.compose.slot = .requestType
        desk.press("→")
        #expect(names(desk).contains("callback_url"))
    }

    @Test func withoutAURLTheProgramItselfIsCalled() throws {
        var compose = Compose(catalog: .builtIn, callbackURL: "https://here.example/5ec2e7")
        compose.choose(ModelID(rawValue: "gpt-image-1"))
        compose.set(.text("callback"), at: .requestType)
        #expect(compose.faults[.callbackURL] == nil)
        #expect(compose.outgoing.callbackURL == "https://here.example/5ec2e7")
        compose.set(.text("https://mine.example/"), at: .callbackURL)
        #expect(compose.outgoing.callbackURL == "https://mine.example/")
        compose.set(.text("async"), at: .requestType)
        #expect(compose.outgoing == compose.draft)
    }

    @Test func withoutAReceiverAURLMustBeGiven() {
        var compose = Compose(catalog: .builtIn)
        compose.set(.text("callback"), at: .requestType)
        #expect(compose.faults[.callbackURL] == .missing)
    }

    @Test func theFormShowsWhoIsCalled() {
        var desk = Desk.make()
        desk.state.compose = Compose(catalog: .builtIn, callbackURL: "https://here.example/5ec2e7")
        desk.state.focus = .compose
        desk.state.compose.slot = .requestType
        desk.press("→")
        #expect(desk.text.contains("– https://here.exampl…"))
    }

    @Test func theNextRequestCallsTheProgramToo() throws {
        var compose = Compose(catalog: .builtIn, callbackURL: "https://here.example/5ec2e7")
        compose.draft.values["prompt"] = .text("a quiet harbour")
        compose.set(.text("callback"), at: .requestType)
        compose.takeUpDraft()
        compose.noteSent(as: TaskNumber(rawValue: 1))
        #expect(compose.sent.count == 1)
        compose.startAnew()
        #expect(compose.draft.values["prompt"] == nil)
        #expect(compose.draft.requestType == .callback)
        #expect(compose.outgoing.callbackURL == "https://here.example/5ec2e7")
    }

    @Test func everyModelCanBeWrittenAndSent() throws {
        for model in Catalog.builtIn.models {
            var desk = Desk.make()
            desk.state.compose.set(.text(model.id.rawValue), at: .model)
            desk.press("n")
            desk.type("rain on a tin roof")
            desk.press("F5")
            let request = try #require(
                desk.effects.compactMap { effect -> GenerateRequest? in
                    if case .submit(let request, _) = effect { request } else { nil }
                }.first
            )
            #expect(request.model == model.id)
            #expect(request.prompt == "rain on a tin roof")
        }
    }

    @Test func anOptionalChoiceCanBeUnset() {
        var desk = Desk.make()
        desk.state.focus = .compose
        desk.state.compose.slot = .input("output_format")
        desk.press("→", "→")
        #expect(desk.state.compose.draft.values["output_format"] == .text("png"))
        desk.press("→")
        #expect(desk.state.compose.draft.values["output_format"] == nil)
        desk.press("←", "Del")
        #expect(desk.state.compose.draft.values["output_format"] == nil)
    }

    @Test func aToggleHasOnOffAndUnset() {
        var desk = Desk.make()
        desk.state.focus = .compose
        desk.state.compose.slot = .input("web_search")
        desk.press("Space")
        #expect(desk.state.compose.draft.values["web_search"] == .toggle(true))
        desk.press("Space")
        #expect(desk.state.compose.draft.values["web_search"] == .toggle(false))
        desk.press("Space")
        #expect(desk.state.compose.draft.values["web_search"] == nil)
    }

    @Test func aNumberIsSteppedAndTyped() {
        var desk = Desk.make()
        desk.state.focus = .compose
        desk.state.compose.slot = .input("max_images")
        desk.press("→", "+", "-")
        #expect(desk.state.compose.draft.values["max_images"] == .integer(2))
        desk.press("1", "0")
        #expect(desk.state.compose.draft.values["max_images"] == .integer(10))
        #expect(desk.text.contains("Send · up to 10 images"))
        desk.press("Backspace")
        #expect(desk.state.compose.draft.values["max_images"] == .integer(1))
        #expect(desk.state.focus == .compose)
    }

    @Test func aListIsOpenedAndChosenFrom() {
        var desk = Desk.make()
        desk.state.focus = .compose
        desk.state.compose.slot = .input("aspect_ratio")
        desk.press("Enter", "j", "j", "Enter")
        #expect(desk.state.compose.draft.values["aspect_ratio"] == .text("2:3"))
        #expect(desk.state.overlay == nil)
    }

    @Test func urlsAreEnteredOneALine() {
        var desk = Desk.make()
        desk.state.focus = .compose
        desk.state.compose.set(.text("image-to-image"), at: .input("mode"))
        desk.state.compose.go(to: .input("image_urls"))
        desk.type("https://a.example/1.png")
        desk.press("Enter")
        desk.send(.input(.paste("https://a.example/2.png\nhttps://a.example/3.tiff\n")))
        desk.press("Tab")
        let list = [1, 2].map { "https://a.example/\($0).png" } + ["https://a.example/3.tiff"]
        #expect(desk.state.compose.draft.values["image_urls"] == .urls(list))
        #expect(desk.text.contains("3 of 1–14, one a line"))
        #expect(desk.text.contains("URL 3 must be jpg, png, webp"))
    }

    @Test func framesAreNamedByTheirPlace() {
        var desk = Desk.make()
        desk.state.compose.set(.text("seedance-1-5-pro"), at: .model)
        desk.state.compose.set(.text("image-to-video"), at: .input("mode"))
        desk.state.focus = .compose
        desk.state.compose.go(to: .input("image_urls"))
        desk.send(.input(.paste("https://a.example/1.png\nhttps://a.example/2.png")))
        #expect(desk.text.contains("start frame"))
        #expect(desk.text.contains("end frame"))
    }

    @Test func aFaultShowsWhenTheFieldWasLeft() {
        var desk = Desk.make()
        desk.press("n")
        #expect(!desk.text.contains("prompt is required"))
        desk.press("Tab")
        #expect(desk.text.contains("! prompt is required"))
    }

    @Test func theCounterCountsWhatAReaderCounts() {
        var desk = Desk.make()
        desk.press("n")
        desk.type("猫e\u{301}👩‍🚀")
        #expect(desk.text.contains("3/5,000"))
    }

    @Test func theDraftIsSavedWithEveryChange() {
        var desk = Desk.make()
        desk.press("n")
        desk.type("ab")
        let drafts = desk.effects.compactMap { effect -> String? in
            guard case .saveDraft(let draft) = effect else { return nil }
            return draft.values["prompt"]?.text
        }
        #expect(drafts == ["a", "ab"])
    }

    @Test func draftsComeBackForEachModel() {
        var desk = Desk.make()
        let models = Catalog.builtIn.models.map(\.id)
        let drafts = models.map {
            Draft(model: $0, values: ["prompt": .text("for \($0.rawValue)")])
        }
        desk.send(.draftsLoaded(drafts, current: models[1]))
        #expect(desk.text.contains("for \(models[1].rawValue)"))
        desk.state.compose.set(.text(models[0].rawValue), at: .model)
        #expect(desk.text.contains("for \(models[0].rawValue)"))
    }

    @Test func escapeLeavesTheTextAndKeepsIt() {
        var desk = Desk.make()
        desk.press("n")
        desk.type("quick")
        desk.press("Esc")
        #expect(desk.state.focus == .compose)
        desk.press("q")
        #expect(desk.effects.last == .quit)
        #expect(desk.state.compose.draft.values["prompt"] == .text("quick"))
        desk.press("Esc")
        #expect(desk.state.focus == .tasks)
        #expect(desk.state.compose.draft.values["prompt"] == .text("quick"))
    }

    @Test func tabGoesThroughTheFormAndOut() {
        var desk = Desk.make()
        desk.press("1")
        for _ in 0..<40 where desk.state.focus == .compose { desk.press("Tab") }
        #expect(desk.state.focus == .tasks)
        desk.press("Tab")
        #expect(desk.state.focus == .detail)
        desk.press("Tab")
        #expect(desk.state.focus == .compose)
    }

    @Test func theBillNamesWhatIsKnown() {
        var desk = Desk.make()
        #expect(desk.text.contains("Send · 1 image"))
        #expect(desk.text.contains("2048×2048 · usually 25–35 s"))
        desk.state.compose.set(.text("seedance-1-5-pro"), at: .model)
        #expect(desk.text.contains("Send · 8 seconds"))
    }
}
