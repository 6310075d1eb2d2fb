import Tasks

extension AppState {
    mutating func receive(_ news: [TaskUpdate], at now: Timestamp) -> [Effect] {
        let wasBusy = !table.live.isEmpty
        let isStale = table.receive(news)
        for item in news { noteRequest(of: item.task, at: now) }
        var effects: [Effect] = []
        for item in news where item.task.id == table.selection {
            detail.receive(item.task, selection: table.selection)
            effects = detail.refresh(table.selection, at: now)
        }
        table.reveal(layout.tableRows)
        if isStale { effects += table.reload(at: now) }
        // Someone who looks elsewhere hears that everything is done.
        if wasBusy, table.live.isEmpty { effects.append(.bell) }
        return effects
    }

    mutating func receive(_ window: TaskWindow, at now: Timestamp) -> [Effect] {
        let before = table.selection
        unsaved = Dictionary(window.unsaved.map { ($0.id, $0) }) { $1 }
        let effects = table.receive(window, rows: layout.tableRows, at: now)
        return effects + follow(from: before, at: now)
    }

    mutating func receive(_ files: [ResultFile], at now: Timestamp) -> [Effect] {
        detail.receive(files)
        let before = endings(at: now)
        for file in files {
            unsaved[file.id] = file.isWaiting && file.kept == nil ? file : nil
            tellFailure(of: file, at: now)
        }
        return endings(at: now) == before ? [] : table.reload(at: now)
    }

    /// The first failure and the last are told; what comes between stands in the header.
    private mutating func tellFailure(of file: ResultFile, at now: Timestamp) {
        let name = "A result of #\(file.id.task.rawValue) is not saved"
        switch file.state {
        case .waiting(_, 1, let reason?): notify("\(name) yet: \(reason)", .warning, at: now)
        case .lost(let reason): notify("\(name): \(reason)", .error, at: now)
        case .saved(let path, _):
            guard let reason = file.note else { return }
            let result = "The result of #\(file.id.task.rawValue) is not fetched again"
            notify("\(result): \(reason); \(path) is kept", .warning, at: now)
        case .waiting: break
        }
    }

    mutating func move(_ movement: Movement, at now: Timestamp) -> [Effect] {
        switch overlay {
        case .help(let scroll)?:
            let all = HelpText(keymap, columns: HelpText.columns(in: size)).lines.count
            overlay = .help(scroll: scrolled(scroll, movement, of: all))
        case .notices(let scroll)?:
            overlay = .notices(scroll: scrolled(scroll, movement, of: noticeText.lines.count))
        case .menu(var menu)?:
            menu.move(movement)
            overlay = .menu(menu)
        case .question?, .box?: break
        case nil:
            return focus == .detail
                ? scrollDetail(movement, at: now) : moveSelection(movement, at: now)
        }
        return []
    }

    var noticeText: NoticeText {
        let clock = WallClock(environment.zone)
        return NoticeText(notices, clock: clock, columns: HelpText.columns(in: size))
    }

    private func scrolled(_ scroll: Int, _ movement: Movement, of all: Int) -> Int {
        let page = HelpText.rows(in: size)
        return min(max(0, scroll + movement.rows(page: page, of: all)), max(0, all - page))
    }

    private mutating func moveSelection(_ movement: Movement, at now: Timestamp) -> [Effect] {
        let before = table.selection
        if let anchor = table.anchor(of: movement) { return table.load(anchor, at: now) }
        table.move(movement, rows: layout.tableRows)
        return follow(from: before, at: now) + table.prefetch(at: now)
    }

    private mutating func scrollDetail(_ movement: Movement, at now: Timestamp) -> [Effect] {
        let area = layout.detailText
        let all = detailLines(in: area.size, at: now).count
        let scroll = detail.scroll + movement.rows(page: area.rows, of: all)
        detail.scroll = min(max(0, scroll), max(0, all - area.rows))
        return []
    }

    /// The detail follows the selection.
    mutating func follow(from before: TaskNumber?, at now: Timestamp) -> [Effect] {
        guard table.selection != before else { return [] }
        let effects = detail.select(table.selection, beside: table.neighbours, at: now)
        if let number = table.selection, let news = table.live[number] {
            detail.receive(news.task, selection: number)
        }
        return effects
    }

    mutating func narrow(_ narrowing: Narrowing, at now: Timestamp) -> [Effect] {
        switch narrowing {
        case .text:
            focus = .tasks
            table.editor = TextEditor(table.text)
            return []
        case .state: table.filter = table.filter.next
        case .sort: table.sort = table.sort.next
        }
        return table.reload(at: now)
    }
}

extension StateFilter {
    fileprivate var next: StateFilter {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}
