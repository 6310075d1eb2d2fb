import Foundation
import Fuzz

/// Has many made-up inputs read. A trap ends a process, so children read them and note before each
/// one which it is.
struct InputRun {
    let inputs: FuzzInputs

    init(_ options: SoakOptions) {
        let first = options.seed ?? UInt64.random(in: 0...UInt64(UInt32.max)) << 20
        inputs = FuzzInputs(first: first, count: options.inputs ?? 1)
    }

    /// What a child does.
    func read(noting path: String) -> Bool {
        let notes = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(notes) }
        let complaint = inputs.firstComplaint { seed in
            _ = withUnsafeBytes(of: seed) { pwrite(notes, $0.baseAddress, $0.count, 0) }
        }
        if let complaint { print(complaint) }
        return complaint == nil
    }

    func readInChildren() -> Bool {
        print("\(inputs.count) inputs from seed \(inputs.first) …")
        let start = ContinuousClock.now
        let children = portions.map(InputProcess.init)
        let areFine = children.map { $0.isFine() }
        let seconds = Int(((ContinuousClock.now - start) / .seconds(1)).rounded())
        let isFine = areFine.allSatisfy(\.self)
        let end = isFine ? "each was read or refused in a clear line" : "see above"
        print("\(inputs.count) inputs in \(seconds) s: \(end)")
        return isFine
    }

    /// A stretch of seeds for each core.
    private var portions: [FuzzInputs] {
        let cores = min(ProcessInfo.processInfo.activeProcessorCount, inputs.count)
        return (0..<cores).map { core in
            let begin = inputs.count * core / cores
            let end = inputs.count * (core + 1) / cores
            return FuzzInputs(first: inputs.first &+ UInt64(begin), count: end - begin)
        }
    }
}
