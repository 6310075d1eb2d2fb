import Tasks

/// What is going to happen, the soonest first, and in the order of planning at the same moment.
struct Timeline {
    private struct Entry {
        var at: Timestamp
        var place: Int
        var happening: Happening

        func isBefore(_ other: Entry) -> Bool {
            at == other.at ? place < other.place : at < other.at
        }
    }

    private var heap: [Entry] = []
    private var planned = 0

    mutating func add(_ happening: Happening, at moment: Timestamp) {
        planned += 1
        heap.append(Entry(at: moment, place: planned, happening: happening))
        rise(from: heap.count - 1)
    }

    mutating func next() -> (Timestamp, Happening)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.at, first.happening)
    }

    private mutating func rise(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].isBefore(heap[least]) { least = child }
            }
            guard least != parent else { return }
            heap.swapAt(least, parent)
            parent = least
        }
    }
}
