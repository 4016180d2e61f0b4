import Foundation
import TestSupport

/// A shop with a program, and with referrers who have a link each.
struct Shop {
    /// What the links end in: their referrers' codes.
    let slugs: [String]
    private let files: StoreFiles

    /// Makes one through the API.
    init(_ binary: URL, links: Int) throws {
        files = try StoreFiles(binary)
        slugs = (0..<links).map { "VINE" + String(1_000_000 + $0) }
        let start = ContinuousClock.now
        let grapevine = try Grapevine(binary, files: files, arguments: Durability.normal.arguments)
        let callers = try Callers(grapevine)
        try callers.call([Self.program], "POST", expecting: [201]) { ("/v1/programs", $0) }
        try callers.call(["friends"], "POST", expecting: [200]) { ("/v1/programs/\($0)/activate", nil) }
        try callers.call(slugs, "POST", expecting: [201]) {
            ("/v1/referrers", ["customer_id": .string(Self.customer($0)), "code": .string($0)])
        }
        try grapevine.stop()
        Report.figure("\(links) links made in", "\(((ContinuousClock.now - start) / .seconds(1)).text(1)) s")
    }

    /// A store with this shop in it, and nothing that was done to another one.
    func store() throws -> StoreFiles { try files.copy() }

    private static let program: JSONValue = [
        "slug": "friends", "name": "Share & earn", "currency": "INR",
        "destination_url": "https://shop.example/welcome",
        "rewards": [
            [
                "name": "thanks", "trigger": "purchase", "beneficiary": "referrer", "kind": "cash",
                "value": ["percent_bp": 500, "max": 50000], "min_order": 50000, "hold_days": 14,
            ]
        ],
    ]

    private static func customer(_ slug: String) -> String { "owner-\(slug)" }

    /// Where a referrer's figures are.
    static func statistics(_ slug: String) -> String { "/v1/referrers/customer:\(customer(slug))/stats" }

    /// The sum over all referrers of one of their figures.
    /// - Parameter figure: takes it from one referrer's.
    func sum(_ grapevine: Grapevine, _ figure: (JSONValue) -> Int64) throws -> Int {
        var sum: Int64 = 0
        try Callers(grapevine).call(slugs, "GET", expecting: [200]) {
            (Self.statistics($0), nil)
        } answer: {
            sum += figure($1.json)
        }
        return Int(sum)
    }

    /// All clicks that are stored, whatever their class.
    func clicks(_ grapevine: Grapevine) throws -> Int {
        try sum(grapevine) { $0["clicks"].members.values.compactMap(\.integer).reduce(0, +) }
    }
}
