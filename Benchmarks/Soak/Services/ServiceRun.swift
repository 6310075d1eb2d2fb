import Foundation
import Programs

/// Many rounds, some at the same time, until all are over or one has failed.
struct ServiceRun {
    /// A round mostly waits.
    private static let harnesses = 4

    private let first: UInt64
    private let count: Int

    init(_ options: SoakOptions) {
        first = options.seed ?? UInt64.random(in: 0...UInt64(UInt32.max)) << 20
        count = options.services ?? 1
    }

    func areSurvived() async -> Bool {
        print("\(count) odd services from seed \(first) …")
        guard access(Program.path, X_OK) == 0 else {
            print("\(Program.path) is missing: swift build --product apixo")
            return false
        }
        let start = ContinuousClock.now
        let ends = await ends()
        let seconds = Int(((ContinuousClock.now - start) / .seconds(1)).rounded())
        let answers = ends.compactMap { try? $0.result.get() }.reduce(0, +)
        let faults = ends.compactMap(\.fault).sorted { $0.seed < $1.seed }
        for (seed, fault) in faults {
            print("\(fault)\nseed \(seed); again with: soak --services 1 --seed \(seed)")
        }
        let end = faults.isEmpty ? "the program survived each and went on" : "see above"
        print("\(ends.count) odd services in \(seconds) s, \(answers) odd answers: \(end)")
        return faults.isEmpty
    }

    private struct End: Sendable {
        let seed: UInt64
        let result: Result<Int, any Error>

        var fault: (seed: UInt64, fault: String)? {
            switch result {
            case .success: nil
            case .failure(let error as RunningProgram.Late):
                (seed, "it did not end in time: \(error.output)\n\(error.errors)")
            case .failure(let error): (seed, "\(error)")
            }
        }
    }

    private func ends() async -> [End] {
        await withTaskGroup(of: [End].self) { group in
            let harnesses = min(Self.harnesses, count)
            for queue in 0..<harnesses {
                group.addTask { await play(stride(from: queue, to: count, by: harnesses)) }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func play(_ places: StrideTo<Int>) async -> [End] {
        let harness: ServiceHarness
        do {
            harness = try await ServiceHarness()
        } catch {
            return [End(seed: first, result: .failure(error))]
        }
        var ends: [End] = []
        for place in places {
            let round = ServiceRound(seed: first &+ UInt64(place), harness: harness)
            do {
                ends.append(End(seed: round.seed, result: .success(try await round.live())))
            } catch {
                ends.append(End(seed: round.seed, result: .failure(error)))
            }
        }
        return ends
    }
}
