import Apixo
import Dashboard

extension Reader {
    /// Nil when the reader either understood the input or said clearly why not.
    func complaint(about bytes: [UInt8], in scratch: Scratch) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        let status = [200, 200, 200, 400, 429, 503][bytes.count % 6]
        let answer = HTTPAnswer(status: status, body: bytes, retryAfter: Double(text.prefix(4)))
        switch self {
        case .submitAnswer: return complaint(about: answer.submitAnswer(), complaint(id:))
        case .pollAnswer:
            let id = TaskID(rawValue: "task_1")
            return complaint(about: answer.pollAnswer(for: id), complaint(report:))
        case .balanceAnswer:
            return complaint(about: answer.balanceAnswer()) { $0.isFinite ? nil : "no number" }
        case .result: return TaskResult(resultJSON: text).flatMap(complaint(result:))
        case .json: return JSON(parsing: bytes).flatMap(complaint(json:))
        case .draft: return JSON(parsing: bytes).flatMap(complaint(draft:))
        case .request: return JSON(parsing: bytes).flatMap(complaint(request:))
        case .address: return complaint(address: text)
        case .model, .theme, .configuration, .key:
            scratch.write(bytes)
            return complaint(file: text, at: scratch.path)
        case .journal: return complaint(journal: bytes, in: scratch)
        }
    }

    private func complaint<Value>(
        about answer: Answer<Value>,
        _ ofValue: (Value) -> String?,
    ) -> String? {
        switch answer {
        case .value(let value): ofValue(value)
        case .refused(let refusal):
            isLong(refusal.message, 5000) || isLong(refusal.failCode?.rawValue ?? "", 2000)
                ? "a refusal without bounds" : nil
        case .tooMany(let wait, _): wait?.isFinite == false ? "a wait without end" : nil
        case .unclear(let unclear): isLong(unclear.detail, 2500) ? "a detail without bounds" : nil
        }
    }

    private func isLong(_ text: String, _ limit: Int) -> Bool { text.unicodeScalars.count > limit }

    private func complaint(id: TaskID) -> String? {
        id.rawValue.isEmpty || id.rawValue.utf8.count > 1024 ? "an odd taskId" : nil
    }

    private func complaint(report: TaskReport) -> String? {
        let times = [report.times.createTime, report.times.completeTime, report.times.costTime]
        for time in times.compactMap(\.self) where !(0..<253_402_300_800_000).contains(time) {
            return "the time \(time)"
        }
        switch report.state {
        case .running(let phase): return isLong(phase, 200) ? "a phase without bounds" : nil
        case .succeeded(let result): return complaint(result: result)
        case .unreadable(let raw): return isLong(raw, 64 << 10) ? "a result without bounds" : nil
        case .failed(let failure):
            let isFine = !isLong(failure.message, 2000) && !isLong(failure.code.rawValue, 200)
            return isFine ? nil : "a failure without bounds"
        }
    }

    private func complaint(result: TaskResult) -> String? {
        if result.urls.count > 100 || result.raw.utf8.count > 1 << 20 { return "too much" }
        // The journal keeps `raw` alone.
        guard TaskResult(resultJSON: result.raw)?.urls == result.urls else {
            return "other URLs once kept"
        }
        return result.urls.lazy.compactMap(complaint(address:)).first
    }

    private func complaint(json: JSON) -> String? {
        JSON(parsing: json.text) == json ? nil : "not the same once written and read"
    }

    private func complaint(draft json: JSON) -> String? {
        let draft = Draft(model: ModelID(rawValue: "seedream-5-0"), json: json)
        for model in Catalog.builtIn.models { _ = model.request(from: draft) }
        guard let written = JSON(parsing: draft.json.text) else { return "cannot be written" }
        return Draft(model: draft.model, json: written) == draft ? nil : "not the same once kept"
    }

    private func complaint(request json: JSON) -> String? {
        let model = ModelID(rawValue: "seedream-5-0")
        guard let request = GenerateRequest(model: model, json: json) else { return nil }
        guard let written = JSON(parsing: request.json.text) else { return "cannot be written" }
        return GenerateRequest(model: model, json: written) == request
            ? nil : "not the same once kept"
    }

    private func complaint(address text: String) -> String? {
        guard let url = WebURL(text) else { return nil }
        if let endpoint = try? Endpoint(text), !url.isSecure, !endpoint.isLoopback {
            return "the key would go out in the clear"
        }
        let isPlain = !url.host.isEmpty && url.text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        return isPlain && url.text.utf8.count <= 8192 ? nil : "an odd address"
    }
}
