import Domain

// From clicks to runs.
extension ClickFolder {
    /// Sorts the oldest clicks that no run has into a run of each order.
    /// - Parameter least: how many are enough; nil: as many as the sizes say.
    /// - Returns: false if there are too few.
    func order(atLeast least: Int? = nil) throws -> Bool {
        guard let (fold, clicks) = try unordered(atLeast: least ?? sizes.run), let first = clicks.first?.id,
            let last = clicks.last?.id
        else {
            return false
        }
        let form = IdentifierForm(clicks.lazy.map { $0.id })
        giveWay()
        let byVisitor = clicks.map { ClickEntry(key: ClickOrder.key($0.visitor, $0.clickClass), id: $0.id) }.sorted()
        giveWay()
        let byLink = clicks.map { click in
            let counted = CountedClass(click.clickClass, isFirstVisit: click.isFirstVisit)
            return ClickEntry(key: ClickOrder.key(link: click.link, counted), id: click.id)
        }.sorted()
        let parts = [(ClickOrder.visitor, byVisitor), (.link, byLink)].map { order, entries in
            let run = ClickRun(
                id: 0, order: order, level: 0, state: .live, firstID: first, lastID: last, form: form,
                entries: Int64(entries.count))
            giveWay()
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
        giveWay()
        // A migration has counted clicks that it did not order.
        uncounted?.add(byLink.filter { $0.id > fold.countedUntil })
        return true
    }

    /// The oldest of them, once there is enough for a run: what the writer has in memory, else, before it has anything
    /// there, what is in the file.
    private func unordered(atLeast least: Int) throws -> (ClickFold, [ClickTail.Entry])? {
        let most = sizes.largestRun
        let (fold, tail) = try slice { transaction in
            let fold = try transaction.connection.clickFold()
            return (fold, try transaction.connection.oldestOfTail(atLeast: least, most: most, after: fold))
        }
        let clicks = try tail ?? connection.unorderedClicks(after: fold, limit: most)
        return clicks.count >= max(1, least) ? (fold, clicks) : nil
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
