import Apixo
import Foundation
import Worker

// polls BASE_URL KEY TASK_ID COUNT: that many status polls, 100 at once, as the worker makes them.
let arguments = CommandLine.arguments
guard arguments.count == 5, let key = APIKey(arguments[2]), let count = Int(arguments[4]) else {
    FileHandle.standardError.write(Data("usage: polls BASE_URL KEY TASK_ID COUNT\n".utf8))
    exit(2)
}
let endpoint = try Endpoint(arguments[1])
let task = TaskID(rawValue: arguments[3])
let call = APICall(method: .get, url: endpoint.statusTask(ModelID(rawValue: "gpt-image-1"), task))
let transport = HTTPTransport(key: key).transport

try await withThrowingTaskGroup { group in
    for _ in 0..<100 {
        group.addTask {
            for _ in 0..<(count / 100) {
                guard case .value = try await transport(call).pollAnswer(for: task) else {
                    throw Unclear(status: 0, detail: "a look failed")
                }
            }
        }
    }
    try await group.waitForAll()
}

var used = rusage()
getrusage(RUSAGE_SELF.rawValue, &used)
let seconds = [used.ru_utime, used.ru_stime].reduce(0) {
    $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
}
let hundredths = Int((seconds * 100).rounded())
print(
    "apixo                   \(count) looks  CPU \(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) s"
)
