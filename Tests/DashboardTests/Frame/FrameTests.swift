import Apixo
import Terminal
import Testing

@testable import Dashboard
@testable import Tasks

@Suite struct FrameTests {
    static func busy(columns: Int, rows: Int, isASCII: Bool = false) -> DashboardHarness {
        let journal: [TrackedTask] = [
            .make(46, prompt: "A banner for a summer fair, flat shapes, bold type"),
            .running(45), .unknown(44), .failed(43),
            .done(42, prompt: "雪の中の猫、静かな朝、水彩画", ago: 600),
            .done(41, prompt: "Isometric cutaway of a tiny bakery, warm light", ago: 7200),
        ]
        var dashboard = DashboardHarness.make(
            columns: columns,
            rows: rows,
            journal: journal,
            isASCII: isASCII
        )
        dashboard.news(journal[1])
        dashboard.send(.balanceChanged(Balance(amount: 12.34, at: DashboardHarness.now)))
        var status = EngineStatus()
        status.queues = [
            .init(
                model: ModelID(rawValue: "seedream-5-0"),
                used: 12,
                limit: 60,
                live: 1,
                slots: 10,
                queued: 1,
                wait: .slots,
            )
        ]
        dashboard.send(.statusChanged(status))
        return dashboard
    }

    @Test func aWideScreenShowsEverything() {
        #expect(
            Self.busy(columns: 120, rows: 40).text == """
                 apixo  api.apixo.ai   1 live · 1 queued: slots   seedream-5-0 12/60                                          12.34 USD
                ╭─ ▸ 2 Tasks 1/6 ──────────────────────────────────────────────────────────────────────────────────────────────────────╮
                │ state         id    model             prompt                                                              time   age │
                │ … queued      #46   seedream-5-0      A banner for a summer fair, flat shapes, bold type      no slot        –    1m │
                │ ● processing  #45   seedream-5-0      a lighthouse                                   ━━━━━━──────────     0:12   now │
                │ ? unknown     #44   seedream-5-0      a lighthouse                                          u resolve        –    1m │
                │ ✗ failed      #43   seedream-5-0      a lighthouse                                  CONTENT_VIOLATION        –    1m │
                │ ✓ success     #42   seedream-5-0      雪の中の猫、静かな朝、水彩画                                       28.4s   10m │
                │ ✓ success     #41   seedream-5-0      Isometric cutaway of a tiny bakery, warm light                     28.4s    2h │
                │                                                                                                                      │
                │                                                                                                                      │
                │                                                                                                                      │
                │                                                                                                                      │
                │                                                                                                                      │
                │                                                                                                                      │
                ╰──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────╯
                ╭─ 1 Compose ──────────────────────────────────╮╭─ 3 Detail ───────────────────────────────────────────────────────────╮
                │ model *               seedream-5-0           ││ … queued  #46                                                        │
                │ mode *                text-to-image          ││ taskId        –                                                      │
                │ prompt *                             0/5,000 ││ model         seedream-5-0                                           │
                │  What the picture shows, in words.           ││ prompt        A banner for a summer fair, flat shapes, bold type     │
                │                                              ││                                                                      │
                │                                              ││                                                                      │
                │ max_images *          1                      ││ waiting for   a free slot: 1 of 10 tasks are running                 │
                │ resolution            2K                     ││               Not sent yet: press x to take it back.                 │
                │ aspect_ratio          – not set              ││                                                                      │
                │ sequential_image_…    – default disabled     ││ submitted     2025-11-20 14:02:11                                    │
                │ web_search            [–] default off        ││ createTime    –                                                      │
                │ output_format         – default jpeg         ││ completeTime  –                                                      │
                │ provider              auto                   ││ costTime      –                                                      │
                │ request_type          async                  ││                                                                      │
                │ size                  – such as 2048x2048    ││ request       {                                                      │
                │ prompt_optimize_m…    – not set              ││                 "input" : {                                          │
                │ ──────────────────────────────────────────── ││                   "mode" : "text-to-image",                          │
                │ prompt: What the picture shows, in words.    ││                   "prompt" : "A banner for a summe…"                 │
                │                                              ││                 },                                                   │
                │ 2048×2048 · usually 25–35 s                  ││                 "request_type" : "async"                             │
                │   Send · 1 image                             ││               }                                                      │
                ╰──────────────────────────────────────────────╯╰──────────────────────────────────────────────────────────────────────╯
                 Enter open  n new  r repeat  y copy  l poll  d download  x remove  / filter  f state  s sort            ? help  q quit
                """
        )
    }

    @Test func aSmallScreenShowsTheTableAndTheDetail() {
        #expect(
            Self.busy(columns: 80, rows: 24).text == """
                 apixo  api.apixo.ai   1 live · 1 queued: slots   seedream-5-0 12/60  12.34 USD
                ╭─ ▸ 2 Tasks 1/6 ──────────────────────────────────────────────────────────────╮
                │ state         id    model             prompt                      time   age │
                │ … queued      #46   seedream-5-0      A banner for …  no slot        –    1m │
                │ ● processing  #45   seedream-5-0      a lighthouse   ━━━─────     0:12   now │
                │ ? unknown     #44   seedream-5-0      a lighthouse  u resolve        –    1m │
                │ ✗ failed      #43   seedream-5-0      a l…  CONTENT_VIOLATION        –    1m │
                │ ✓ success     #42   seedream-5-0      雪の中の猫、静かな朝、…    28.4s   10m │
                │ ✓ success     #41   seedream-5-0      Isometric cutaway of a…    28.4s    2h │
                │                                                                              │
                │                                                                              │
                ╰──────────────────────────────────────────────────────────────────────────────╯
                ╭─ 3 Detail ───────────────────────────────────────────────────────────────────╮
                │ … queued  #46                                                                ┃
                │ taskId        –                                                              ┃
                │ model         seedream-5-0                                                   ┃
                │ prompt        A banner for a summer fair, flat shapes, bold type             ┃
                │                                                                              │
                │ waiting for   a free slot: 1 of 10 tasks are running                         │
                │               Not sent yet: press x to take it back.                         │
                │                                                                              │
                │ submitted     2025-11-20 14:02:11                                            │
                ╰──────────────────────────────────────────────────────────────────────────────╯
                 Enter open  n new  r repeat  y copy  l poll  d download         ? help  q quit
                """
        )
    }

    @Test func aFailureIsExplained() {
        var dashboard = Self.busy(columns: 80, rows: 24)
        dashboard.press("j", "j", "j", "3")
        #expect(
            dashboard.text == """
                 apixo  api.apixo.ai   1 live · 1 queued: slots   seedream-5-0 12/60  12.34 USD
                ╭─ 2 Tasks 4/6 ────────────────────────────────────────────────────────────────╮
                │ state         id    model             prompt                      time   age ┃
                │ … queued      #46   seedream-5-0      A banner for …  no slot        –    1m ┃
                │ ● processing  #45   seedream-5-0      a lighthouse   ━━━─────     0:12   now ┃
                │ ? unknown     #44   seedream-5-0      a lighthouse  u resolve        –    1m │
                │ ✗ failed      #43   seedream-5-0      a l…  CONTENT_VIOLATION        –    1m │
                ╰──────────────────────────────────────────────────────────────────────────────╯
                ╭─ ▸ 3 Detail ─────────────────────────────────────────────────────────────────╮
                │ ✗ failed  #43                                                                ┃
                │ taskId        task_43                                                        ┃
                │ model         seedream-5-0                                                   ┃
                │ prompt        a lighthouse                                                   ┃
                │                                                                              ┃
                │ failCode      CONTENT_VIOLATION                                              ┃
                │               The prompt or the result breaks the content policy.            ┃
                │               Reword the prompt; the same one will fail again.               │
                │ failMsg       It was flagged.                                                │
                │                                                                              │
                │ submitted     2025-11-20 14:02:11                                            │
                │ createTime    –                                                              │
                │ completeTime  –                                                              │
                ╰──────────────────────────────────────────────────────────────────────────────╯
                 n new  r repeat  y copy  l poll  d download           Esc back  ? help  q quit
                """
        )
    }

    @Test func theFormFillsASmallScreen() {
        var dashboard = Self.busy(columns: 80, rows: 24)
        dashboard.press("n")
        dashboard.type("A lighthouse at dawn, thin fog over a calm sea")
        #expect(
            dashboard.text == """
                 apixo  api.apixo.ai   1 live · 1 queued: slots   seedream-5-0 12/60  12.34 USD
                ╭─ ▸ 1 Compose ────────────────────────────────────────────────────────────────╮
                │ model *                        seedream-5-0                                  │
                │ mode *                         text-to-image                                 │
                │ prompt *                                                            46/5,000 │
                │  A lighthouse at dawn, thin fog over a calm sea                              │
                │                                                                              │
                │                                                                              │
                │ max_images *                   1                                             │
                │ resolution                     2K                                            │
                │ aspect_ratio                   – not set                                     │
                │ sequential_image_generation    – default disabled                            │
                │ web_search                     [–] default off                               │
                │ output_format                  – default jpeg                                │
                │ provider                       auto                                          │
                │ request_type                   async                                         │
                │ size                           – such as 2048x2048                           │
                │ prompt_optimize_mode           – not set                                     │
                │ ──────────────────────────────────────────────────────────────────────────── │
                │ prompt: What the picture shows, in words.                                    │
                │                                                                              │
                │   Send · 1 image     2048×2048 · usually 25–35 s                             │
                ╰──────────────────────────────────────────────────────────────────────────────╯
                 F5 send  Tab next  Alt-u undo                                Esc back  F1 help
                """
        )
    }

    @Test func aTerminalWithoutUnicodeGetsASCII() {
        let text = Self.busy(columns: 80, rows: 24, isASCII: true).text
        #expect(text.allSatisfy { $0.isASCII })
        #expect(text.contains("| * processing  #45"))
        #expect(text.contains("+- > 2 Tasks 1/6 ---"))
        #expect(text.contains("===-----"))
    }

    @Test func aTooSmallScreenSaysWhatItNeeds() {
        let dashboard = DashboardHarness.make(columns: 40, rows: 10)
        #expect(dashboard.lines[0] == "apixo needs 60×16; this is 40×10. q")
        #expect(dashboard.lines[1] == "quits.")
    }

    @Test func anOutageIsNamedWithItsTime() {
        var dashboard = DashboardHarness.make()
        var status = EngineStatus()
        status.outage = Outage(
            since: DashboardHarness.now - 60,
            reason: "connection refused",
            failures: 3,
            nextTry: DashboardHarness.now + 5,
        )
        dashboard.send(.statusChanged(status))
        #expect(dashboard.lines[0].contains("offline since 14:02:11: connection refused"))
    }

    @Test func resultsThatDieUnsavedAreInTheHeader() {
        var dashboard = DashboardHarness.make(journal: [.done(3)])
        var file = ResultFile.make(of: 3, dyingIn: 3 * 3600)
        file.state = .waiting(next: DashboardHarness.now, tries: 2, reason: "HTTP 503")
        dashboard.file(file)
        #expect(dashboard.lines[0].contains("1 result unsaved, 3 h 0 min left"))
        #expect(dashboard.text.contains("not saved after 2 tries: HTTP 503"))
        file.state = .saved(path: "/home/ada/results/3.png", bytes: 2_148_331)
        dashboard.file(file)
        #expect(!dashboard.lines[0].contains("unsaved"))
        #expect(dashboard.text.contains("✓ 2.1 MB  ~/results/3.png"))
        #expect(dashboard.text.contains("expires in 3 h 0 min"))
    }

    @Test func whatComesFromOutsideIsCleaned() {
        let prompt = "a\u{1B}[2Jb\u{202E}c\u{7}"
        let dashboard = DashboardHarness.make(journal: [.done(3, prompt: prompt)])
        let scalars = dashboard.text.unicodeScalars
        #expect(!scalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
    }

    @Test func anotherTerminalThatSendsIsNamed() {
        var dashboard = DashboardHarness.make()
        dashboard.send(.leadershipChanged(isLeader: false))
        #expect(dashboard.lines[0].contains("another terminal is the leader"))
    }
}
