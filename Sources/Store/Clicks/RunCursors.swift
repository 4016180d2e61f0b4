/// Goes through several runs in one order, some blocks of each at a time.
struct RunCursors {
    /// Blocks that are read of a run at once: each reading looks for its place anew.
    private static let blocksAtOnce = 16

    private let connection: Connection
    private var runs: [ClickRun] = []
    /// Of each run what is read and not used up, and how far it is used.
    private var entries: [[ClickEntry]] = []
    private var used: [Int] = []
    /// Where each run's last block begins that was read.
    private var places: [ClickEntry?] = []
    /// The next entry of each run.
    private var next: [ClickEntry] = []

    init(_ runs: [ClickRun], _ connection: Connection) throws {
        self.connection = connection
        for run in runs {
            self.runs.append(run)
            entries.append([])
            used.append(0)
            places.append(nil)
            next.append(ClickEntry(key: 0, id: 0))
            try read(self.runs.count - 1)
        }
    }

    /// The lowest of the next entries of all runs.
    mutating func removeLowest() throws -> ClickEntry? {
        guard !next.isEmpty else { return nil }
        let index = lowest
        let entry = next[index]
        used[index] += 1
        if used[index] < entries[index].count {
            next[index] = entries[index][used[index]]
        } else {
            try read(index)
        }
        return entry
    }

    private var lowest: Int {
        next.withUnsafeBufferPointer { next in
            var (lowest, index) = (next[0], 0)
            for other in 1..<next.count where next[other] < lowest {
                lowest = next[other]
                index = other
            }
            return index
        }
    }

    /// Reads the next blocks of a run, or takes it out where there are none.
    private mutating func read(_ index: Int) throws {
        let run = runs[index]
        let blocks = try connection.blocks(of: run.id, after: places[index], limit: Self.blocksAtOnce)
        guard let last = blocks.last else {
            runs.remove(at: index)
            entries.remove(at: index)
            used.remove(at: index)
            places.remove(at: index)
            next.remove(at: index)
            return
        }
        places[index] = last.first
        used[index] = 0
        var read = entries[index]
        entries[index] = []
        read.removeAll(keepingCapacity: true)
        for block in blocks {
            try ClickBlock.read(block.octets, firstKey: block.first.key, base: run.firstID, run.form) { entry in
                read.append(entry)
            }
        }
        guard let first = read.first else { throw StoreError.corrupt("a block of clicks is empty") }
        entries[index] = read
        next[index] = first
    }
}
