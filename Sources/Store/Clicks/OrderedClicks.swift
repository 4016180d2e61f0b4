import Domain

// Reading an order: its runs, and what has come after them. The clicks after them are in memory where this is the
// writer's connection; elsewhere they are looked through, some thousands at most.
extension Connection {
    /// Identifiers with a key, the newest first, until `body` returns false.
    /// - Parameter limit: how many are fetched of one run at most; more only if `body` wants all.
    func eachIdentifier(
        _ order: ClickOrder, key: Int64, _ range: ClickRange, limit: Int = .max, _ body: (Int64) throws -> Bool
    ) throws {
        let fold = try clickFold()
        for id in try unordered(order, key: key, fold.unordered(of: range)).reversed() {
            guard try body(id) else { return }
        }
        let rest = fold.ordered(of: range)
        guard !rest.isEmpty else { return }
        for run in try liveRuns(order) {
            for entry in try entries(in: run, keys: key...key, rest, limit: limit).reversed() {
                guard try body(entry.id) else { return }
            }
        }
    }

    /// Identifiers of a range that no run has, rising.
    func unordered(_ order: ClickOrder, key: Int64, _ range: ClickRange) throws -> [Int64] {
        guard !range.isEmpty else { return [] }
        if order == .visitor, let clickTail { return clickTail.identifiers(key: key, in: range) }
        let clickClass = key & 7
        let isMember: SQL =
            switch order {
            case .link: "link = \(key >> 3)"
            case .visitor: "visitor >= \(key & ~7) AND visitor <= \(key | 7)"
            }
        return try rows(
            """
            SELECT id FROM click
             WHERE id > \(range.after) AND id <= \(range.until) AND class = \(clickClass) AND \(isMember)
             ORDER BY id
            """
        ) { $0.int64(0) }
    }
}
