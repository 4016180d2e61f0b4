import Domain
import Store
import TestSupport
import Testing

@testable import Tracking

@Suite("a report of all models")
struct ModelReportTests {
    @Test("has a column for each model, and two for Shapley values")
    func columns() throws {
        let report = try Visits().report()
        #expect(
            report.columns.map(\.name) == [
                "first_touch", "last_touch", "linear", "linear_distinct", "position_based", "time_decay", "markov",
                "shapley_count", "shapley_rate",
            ])
    }

    @Test("gives the whole of every conversion in every column")
    func whole() throws {
        let visits = try Visits()
        let report = try visits.report()
        #expect(report.conversions == 3)
        let currency = visits.program.terms.currency
        for column in report.columns {
            #expect(column.refusal == nil, "\(column.name)")
            #expect(column.credited.share == Int64(10_000 * report.conversions), "\(column.name)")
            #expect(column.credited.amounts[currency] == 300_000, "\(column.name)")
            let shares = column.byReferrer.values.map(\.share)
            #expect(shares.reduce(0, +) == column.credited.share, "\(column.name)")
        }
    }

    @Test("finds the identities of the models in its own figures")
    func selfChecks() throws {
        let checks = try Visits().report().checks
        #expect(checks.count >= 9)
        let broken = checks.filter { !$0.holds }.map(\.name)
        #expect(broken == [])
    }

    @Test("learns from visitors who clicked and never converted")
    func unconverted() throws {
        let report = try Visits().report()
        #expect(report.unconverted == 2)
        let learned = report.columns.compactMap(\.population)
        #expect(learned.count == 3)
        for population in learned {
            #expect(population.conversions == 3)
            #expect(population.journeys == 5)
        }
    }

    @Test("agrees in the last-touch column with what was credited by that model")
    func lastTouch() throws {
        let visits = try Visits()
        let rows = try visits.world.write { transaction in
            try transaction.connection.conversions(Slice(from: 0, to: .max, limit: 100))
        }
        var shares: [Identifier: Int64] = [:]
        for credit in rows.flatMap(\.credits) {
            shares[Identifier(credit.referrer.text), default: 0] += credit.share.count
        }
        let column = try visits.report().columns.first { $0.name == "last_touch" }
        let byReferrer = try #require(column).byReferrer
        #expect(byReferrer.mapValues(\.share) == shares)
    }

    @Test("tells signups from orders")
    func kinds() throws {
        let visits = try Visits()
        let world = visits.world
        try world.click(visits.referrers[0].mainCode, cookie: world.cookie(9))
        _ = try world.signup("s", world.touch("new", cookie: world.cookie(9)))
        #expect(try visits.report().conversions == 3)
        let signups = try visits.report(.signup)
        #expect(signups.conversions == 1)
        let shares = signups.columns.map(\.credited.share)
        #expect(shares.allSatisfy { $0 == 10_000 })
    }

    @Test("counts conversions without an eligible touchpoint, and divides nothing of them")
    func unattributed() throws {
        let visits = try Visits()
        let world = visits.world
        let click = try world.click(visits.referrers[0].mainCode, cookie: world.cookie(9))
        let made = try world.purchase("9", world.touch("old", token: world.token(click), isNew: false))
        #expect(made.conversion?.reasons == ["existing_customer"])
        let report = try visits.report()
        #expect(report.unattributed == 1)
        #expect(report.conversions == 3)
        #expect(report.unconverted == 2)
    }

    @Test("counts the conversions of bound customers, which no model divides")
    func bound() throws {
        let visits = try Visits { $0.attribution.binding = .locked }
        _ = try visits.world.purchase("9", visits.world.touch("c0"))
        let report = try visits.report()
        #expect(report.bound == 1)
        #expect(report.conversions == 3)
    }
}

/// Five visitors who clicked; the first three, `c0` to `c2`, bought for 1000.00 each.
private struct Visits {
    let world: World
    let program: Program
    let referrers: [Referrer]

    init(_ change: (inout ProgramTerms) -> Void = { _ in }) throws {
        let world = try World()
        self.world = world
        program = try world.program("friends", change)
        var referrers: [Referrer] = []
        for name in ["asha", "bilal", "carl"] { referrers.append(try world.referrer(name)) }
        self.referrers = referrers
        let paths = [[0, 1], [0], [1, 2, 0], [2], [1, 0]]
        for (number, path) in paths.enumerated() {
            let cookie = world.cookie(UInt8(number + 1))
            for place in path { try world.click(referrers[place].mainCode, cookie: cookie) }
            guard number < 3 else { continue }
            _ = try world.purchase("\(number)", world.touch("c\(number)", cookie: cookie))
        }
    }

    /// Read by a connection that can only read.
    func report(_ kind: ConversionKind = .purchase) throws -> ModelReport {
        let range = HistoryRange(from: nil, to: nil)
        return try world.store.readers.wait { [program] connection in
            try connection.compareModels(of: program, kind, in: range)
        }
    }
}
