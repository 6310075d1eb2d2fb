import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct ComposeTests {
    private func names(_ dashboard: DashboardHarness) -> [String] {
        dashboard.state.compose.fields.map(\.name)
    }

    @Test func theFormFollowsTheModelAndItsMode() {
        var dashboard = DashboardHarness.make()
        #expect(
            names(dashboard) == [
                "model", "mode", "prompt", "max_images", "resolution", "aspect_ratio",
                "sequential_image_generation", "web_search", "output_format", "provider",
                "request_type", "size", "prompt_optimize_mode", "Send",
            ]
        )
        dashboard.press("1", "Esc", "k", "→")
        #expect(names(dashboard).contains("image_urls"))
        dashboard.press("k", "→")
        #expect(dashboard.state.compose.draft.model.rawValue == "gpt-image-1")
        #expect(names(dashboard).contains("num_images"))
        dashboard.press("→")
        #expect(dashboard.state.compose.draft.model.rawValue == "seedance-1-5-pro")
        #expect(names(dashboard).contains("fixed_lens"))
        #expect(dashboard.effects.contains(.useModel(ModelID(rawValue: "seedance-1-5-pro"))))
    }

    @Test func theCallbackAddressIsAskedForWhenItIsNeeded() {
        var dashboard = DashboardHarness.make()
        #expect(!names(dashboard).contains("callback_url"))
        dashboard.state.focus = .compose
        dashboard.state.compose.slot = .requestType
        dashboard.press("→")
        #expect(names(dashboard).contains("callback_url"))
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
        var dashboard = DashboardHarness.make()
        dashboard.state.compose = Compose(
            catalog: .builtIn,
            callbackURL: "https://here.example/5ec2e7"
        )
        dashboard.state.focus = .compose
        dashboard.state.compose.slot = .requestType
        dashboard.press("→")
        #expect(dashboard.text.contains("– https://here.exampl…"))
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
            var dashboard = DashboardHarness.make()
            dashboard.state.compose.set(.text(model.id.rawValue), at: .model)
            dashboard.press("n")
            dashboard.type("rain on a tin roof")
            dashboard.press("F5")
            let request = try #require(
                dashboard.effects.compactMap { effect -> GenerateRequest? in
                    if case .submit(let request, _) = effect { request } else { nil }
                }.first
            )
            #expect(request.model == model.id)
            #expect(request.prompt == "rain on a tin roof")
        }
    }

    @Test func anOptionalChoiceCanBeUnset() {
        var dashboard = DashboardHarness.make()
        dashboard.state.focus = .compose
        dashboard.state.compose.slot = .input("output_format")
        dashboard.press("→", "→")
        #expect(dashboard.state.compose.draft.values["output_format"] == .text("png"))
        dashboard.press("→")
        #expect(dashboard.state.compose.draft.values["output_format"] == nil)
        dashboard.press("←", "Del")
        #expect(dashboard.state.compose.draft.values["output_format"] == nil)
    }

    @Test func aToggleHasOnOffAndUnset() {
        var dashboard = DashboardHarness.make()
        dashboard.state.focus = .compose
        dashboard.state.compose.slot = .input("web_search")
        dashboard.press("Space")
        #expect(dashboard.state.compose.draft.values["web_search"] == .toggle(true))
        dashboard.press("Space")
        #expect(dashboard.state.compose.draft.values["web_search"] == .toggle(false))
        dashboard.press("Space")
        #expect(dashboard.state.compose.draft.values["web_search"] == nil)
    }

    @Test func aNumberIsSteppedAndTyped() {
        var dashboard = DashboardHarness.make()
        dashboard.state.focus = .compose
        dashboard.state.compose.slot = .input("max_images")
        dashboard.press("→", "+", "-")
        #expect(dashboard.state.compose.draft.values["max_images"] == .integer(2))
        dashboard.press("1", "0")
        #expect(dashboard.state.compose.draft.values["max_images"] == .integer(10))
        #expect(dashboard.text.contains("Send · up to 10 images"))
        dashboard.press("Backspace")
        #expect(dashboard.state.compose.draft.values["max_images"] == .integer(1))
        #expect(dashboard.state.focus == .compose)
    }

    @Test func aListIsOpenedAndChosenFrom() {
        var dashboard = DashboardHarness.make()
        dashboard.state.focus = .compose
        dashboard.state.compose.slot = .input("aspect_ratio")
        dashboard.press("Enter", "j", "j", "Enter")
        #expect(dashboard.state.compose.draft.values["aspect_ratio"] == .text("2:3"))
        #expect(dashboard.state.overlay == nil)
    }

    @Test func urlsAreEnteredOneALine() {
        var dashboard = DashboardHarness.make()
        dashboard.state.focus = .compose
        dashboard.state.compose.set(.text("image-to-image"), at: .input("mode"))
        dashboard.state.compose.go(to: .input("image_urls"))
        dashboard.type("https://a.example/1.png")
        dashboard.press("Enter")
        dashboard.send(.input(.paste("https://a.example/2.png\nhttps://a.example/3.tiff\n")))
        dashboard.press("Tab")
        let list = [1, 2].map { "https://a.example/\($0).png" } + ["https://a.example/3.tiff"]
        #expect(dashboard.state.compose.draft.values["image_urls"] == .urls(list))
        #expect(dashboard.text.contains("3 of 1–14, one a line"))
        #expect(dashboard.text.contains("URL 3 must be jpg, png, webp"))
    }

    @Test func framesAreNamedByTheirPlace() {
        var dashboard = DashboardHarness.make()
        dashboard.state.compose.set(.text("seedance-1-5-pro"), at: .model)
        dashboard.state.compose.set(.text("image-to-video"), at: .input("mode"))
        dashboard.state.focus = .compose
        dashboard.state.compose.go(to: .input("image_urls"))
        dashboard.send(.input(.paste("https://a.example/1.png\nhttps://a.example/2.png")))
        #expect(dashboard.text.contains("start frame"))
        #expect(dashboard.text.contains("end frame"))
    }

    @Test func aFaultShowsWhenTheFieldWasLeft() {
        var dashboard = DashboardHarness.make()
        dashboard.press("n")
        #expect(!dashboard.text.contains("prompt is required"))
        dashboard.press("Tab")
        #expect(dashboard.text.contains("! prompt is required"))
    }

    @Test func theCounterCountsWhatAReaderCounts() {
        var dashboard = DashboardHarness.make()
        dashboard.press("n")
        dashboard.type("猫e\u{301}👩‍🚀")
        #expect(dashboard.text.contains("3/5,000"))
    }

    @Test func theDraftIsSavedWithEveryChange() {
        var dashboard = DashboardHarness.make()
        dashboard.press("n")
        dashboard.type("ab")
        let drafts = dashboard.effects.compactMap { effect -> String? in
            guard case .saveDraft(let draft) = effect else { return nil }
            return draft.values["prompt"]?.text
        }
        #expect(drafts == ["a", "ab"])
    }

    @Test func draftsComeBackForEachModel() {
        var dashboard = DashboardHarness.make()
        let models = Catalog.builtIn.models.map(\.id)
        let drafts = models.map {
            Draft(model: $0, values: ["prompt": .text("for \($0.rawValue)")])
        }
        dashboard.send(.draftsLoaded(drafts, current: models[1]))
        #expect(dashboard.text.contains("for \(models[1].rawValue)"))
        dashboard.state.compose.set(.text(models[0].rawValue), at: .model)
        #expect(dashboard.text.contains("for \(models[0].rawValue)"))
    }

    @Test func escapeLeavesTheTextAndKeepsIt() {
        var dashboard = DashboardHarness.make()
        dashboard.press("n")
        dashboard.type("quick")
        dashboard.press("Esc")
        #expect(dashboard.state.focus == .compose)
        dashboard.press("q")
        #expect(dashboard.effects.last == .quit)
        #expect(dashboard.state.compose.draft.values["prompt"] == .text("quick"))
        dashboard.press("Esc")
        #expect(dashboard.state.focus == .tasks)
        #expect(dashboard.state.compose.draft.values["prompt"] == .text("quick"))
    }

    @Test func tabGoesThroughTheFormAndOut() {
        var dashboard = DashboardHarness.make()
        dashboard.press("1")
        for _ in 0..<40 where dashboard.state.focus == .compose { dashboard.press("Tab") }
        #expect(dashboard.state.focus == .tasks)
        dashboard.press("Tab")
        #expect(dashboard.state.focus == .detail)
        dashboard.press("Tab")
        #expect(dashboard.state.focus == .compose)
    }

    @Test func theBillNamesWhatIsKnown() {
        var dashboard = DashboardHarness.make()
        #expect(dashboard.text.contains("Send · 1 image"))
        #expect(dashboard.text.contains("2048×2048 · usually 25–35 s"))
        dashboard.state.compose.set(.text("seedance-1-5-pro"), at: .model)
        #expect(dashboard.text.contains("Send · 8 seconds"))
    }
}
