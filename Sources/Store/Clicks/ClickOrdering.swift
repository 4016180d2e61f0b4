import Domain

// From clicks to runs.
extension ClickFolder {
    /// Sorts the oldest clicks that no run has into a run of each order.
    /// - Returns: false if there are too few.
    func order() throws -> Bool {
        let fold = try connection.clickFold()
        var (byVisitor, byLink): ([ClickEntry], [ClickEntry]) = ([], [])
        try connection.eachRow(
            """
            SELECT id, link, class, visitor FROM click
             WHERE id > \(fold.orderedUntil) ORDER BY id LIMIT \(sizes.largestRun)
            """
        ) { row in
            guard let clickClass = ClickClass(rawValue: row.int64(2)) else {
                throw StoreError.corrupt("click class \(row.int64(2))")
            }
            let id = row.int64(0)
            byVisitor.append(ClickEntry(key: ClickOrder.key(Visitor(hash: row.int64(3)), clickClass), id: id))
            byLink.append(ClickEntry(key: ClickOrder.key(link: row.int64(1), clickClass), id: id))
            return true
        }
        guard byLink.count >= sizes.run, let first = byLink.first?.id, let last = byLink.last?.id else { return false }
        let form = IdentifierForm(byLink.lazy.map { $0.id })
        byVisitor.sort()
        byLink.sort()
        let parts = [(ClickOrder.visitor, byVisitor), (.link, byLink)].map { order, entries in
            let run = ClickRun(
                id: 0, order: order, level: 0, state: .live, firstID: first, lastID: last, form: form,
                entries: Int64(entries.count))
            return (run: run, blocks: blocks(of: entries, base: first, form))
        }
        try slice { transaction in
            let connection = transaction.connection
            guard try connection.clickFold().orderedUntil == fold.orderedUntil else {
                throw StoreError.corrupt("another process orders the clicks of this store")
            }
            for part in parts {
                var run = part.run
                run.id = try connection.highestRun() + 1
                try connection.insert(run)
                for block in part.blocks {
                    guard let place = block.first else { continue }
                    try connection.insert(PlacedBlock(run: run.id, first: place, octets: block.octets))
                }
            }
            // Read anew: other passes may have gone on meanwhile.
            var fold = try connection.clickFold()
            fold.orderedUntil = last
            try connection.set(fold)
            transaction.afterCommit { connection.clickTail?.drop(until: last) }
        }
        uncounted = uncounted.map { $0 + byLink.count }
        return true
    }

    private func blocks(of entries: [ClickEntry], base: Int64, _ form: IdentifierForm) -> [ClickBlock] {
        var blocks = [ClickBlock(base: base, form)]
        for entry in entries {
            if blocks[blocks.count - 1].isFull { blocks.append(ClickBlock(base: base, form)) }
            blocks[blocks.count - 1].append(entry)
        }
        return blocks
    }
}
