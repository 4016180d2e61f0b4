import Attribution
import Domain
import Foundation
import TestSupport

extension Scenario {
    static let attribution = Scenario(
        name: "attribution", summary: "single-journey models, a learned chain, grapevine attribute, what-if"
    ) { binary in
        let journeys = JourneyMaker(referrers: 200)
        try measureModels(journeys)
        measureChain(journeys)
        try measureCommand(binary, journeys)
        try measureWhatIf(binary)
    }
}

private let leastTouchpoints = 1_000_000.0

/// Each model over the same journeys, on one thread: selection, weights, division and verdicts.
private func measureModels(_ maker: JourneyMaker) throws {
    let journeys = (0..<100_000).map { maker.journey($0) }
    let count = journeys.reduce(0) { $0 + $1.touchpoints.count }
    for model in AttributionModel.allCases where !model.isLearned {
        var policy = AttributionPolicy()
        policy.model = model
        policy.precedence = .all
        var rates: [Double] = []
        for _ in 0..<(try Amount.rounds) {
            var credits = 0
            let taken = try milliseconds {
                for journey in journeys { credits += try decide(journey, policy, disqualified: []).credits.count }
            }
            guard credits > 0 else { throw BenchError("\(model) credited nobody") }
            rates.append(Double(count) / taken * 1000)
        }
        let spread = Spread(rates)
        Report.limit(
            "\(model.rawValue): touchpoints/s", spread.text(0), ">= \(leastTouchpoints.text(0))",
            isMet: spread.median >= leastTouchpoints)
    }
}

/// A chain of order 1 over a million journeys: selecting, counting and solving, but not the making of journeys.
private func measureChain(_ maker: JourneyMaker) {
    var policy = AttributionPolicy()
    policy.model = .markov
    policy.precedence = .all
    guard var learning = Learning(policy, disqualified: []) else { preconditionFailure("markov learns") }
    let (total, part) = (1_000_000, 50_000)
    var taken = 0.0
    for start in stride(from: 0, to: total, by: part) {
        let journeys = (start..<start + part).map { maker.journey($0) }
        taken += milliseconds { for journey in journeys { learning.learn(journey) } }
    }
    var found: Population?
    let solving = milliseconds { found = try? learning.population() }
    let members = found?.members.count ?? 0
    Report.limit(
        "markov, order 1, \(total) journeys, \(members) referrers", "\(((taken + solving) / 1000).text(2)) s", "< 10 s",
        isMet: members == 200 && taken + solving < 10_000)
    Report.figure("of which the linear systems take", "\((solving / 1000).text(2)) s")
}

/// The command over a document of 100 000 journeys, as a process of its own.
private func measureCommand(_ binary: URL, _ maker: JourneyMaker) throws {
    let folder = try TemporaryFolder()
    for model in ["last_touch", "time_decay", "markov"] {
        let text = maker.document(model, journeys: 100_000)
        try folder.write(text, to: "document.json")
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", "exec \"$0\" attribute < \"$1\" > \"$2\"", binary.path, folder.path("document.json"),
            folder.path("answer.json"),
        ]
        let start = ContinuousClock.now
        try process.run()
        var peak = 0
        // The system keeps the peak, so a look now and then misses only what grows at the very end.
        while process.isRunning {
            peak = max(peak, (try? ProcessFigures.read(process.processIdentifier).peakBytes) ?? 0)
            usleep(5000)
        }
        let taken = (ContinuousClock.now - start) / .seconds(1)
        guard process.terminationStatus == 0 else { throw BenchError("grapevine attribute failed") }
        Report.figure(
            "attribute, \(model), \(text.utf8.count.asBytes)", "\(taken.text(2)) s, at most \(peak.asBytes) resident")
    }
}

/// What-if over orders that were reported one by one.
private func measureWhatIf(_ binary: URL) throws {
    let orders = try Amount.read("CONVERSIONS", else: 100_000)
    let shop = try Shop(binary, links: 200)
    let files = try shop.store()
    let grapevine = try Grapevine(binary, files: files, arguments: Durability.normal.arguments)
    let callers = try Callers(grapevine)
    // Two codes and a purchase by each customer: so linear would split what the last touch takes.
    try callers.call(Array(0..<orders), "POST", expecting: [201]) { number in
        let customer = number / 2
        let body: JSONValue = [
            "type": "purchase", "order_id": .string("o-\(number)"), "state": "paid", "amount": 129900,
            "currency": "INR", "customer": ["id": .string("c-\(customer)")],
            "code": .string(shop.slugs[number % shop.slugs.count]),
        ]
        return ("/v1/events", body)
    }
    let client = try HTTPClient(port: grapevine.port)
    let question: JSONValue = ["attribution": ["model": "linear", "new_customers_only": false]]
    var seconds: [Double] = []
    var answer: HTTPReply?
    for _ in 0..<3 {
        seconds.append(
            try milliseconds {
                answer = try client.call(
                    "POST", "/v1/programs/friends/what-if",
                    fields: grapevine.authorized.merging(["Content-Type": "application/json"]) { $1 },
                    body: question.text)
            } / 1000)
    }
    guard let answer, answer.status == 200, answer.json["conversions"].integer == Int64(orders) else {
        throw BenchError("what-if was answered \(String(describing: answer))")
    }
    let spread = Spread(seconds)
    Report.limit(
        "what-if over \(orders) conversions", "\(spread.text(2)) s", "< 5 s", isMet: spread.median < 5)
    Report.figure("of which would change", "\(answer.json["changed"].integer ?? 0)")
    try grapevine.stop()
}

/// Journeys of 2 to 8 touchpoints, in no order; the same number gives the same journey.
struct JourneyMaker {
    let referrers: Int

    func journey(_ number: Int) -> Journey {
        var seed = Seed(UInt64(number))
        let touchpoints = (0..<Int.random(in: 2...8, using: &seed)).map { place in
            Touchpoint(
                id: Identifier("t\(place)"), referrer: Identifier("ref_\(Int.random(in: 0..<referrers, using: &seed))"),
                kind: seed.pick(TouchpointKind.allCases), channel: "web",
                at: .exampleConversion + -Int64.random(in: 0...(25 * Timestamp.day), using: &seed))
        }
        return Journey(
            customer: JourneyCustomer(id: "customer"), touchpoints: touchpoints,
            conversion: seed.chance(60) ? JourneyConversion(at: .exampleConversion, amount: 129_900) : nil,
            observedUntil: .exampleConversion)
    }

    /// The same journeys as a document.
    func document(_ model: String, journeys count: Int) -> String {
        let journeys = (0..<count).map { number in
            let journey = journey(number)
            let touchpoints = journey.touchpoints.map { touch in
                """
                {"id":"\(touch.id.text)","referrer":"\(touch.referrer?.text ?? "")","kind":"\(touch.kind.rawValue)",\
                "channel":"web","time_ms":\(touch.at.milliseconds)}
                """
            }
            let conversion = journey.conversion.map { #"{"time_ms":\#($0.at.milliseconds),"amount_minor":129900}"# }
            return """
                {"id":"j\(number)","customer":{"id":"customer"},"touchpoints":[\(touchpoints.joined(separator: ","))],\
                "conversion":\(conversion ?? "null"),"observed_until_ms":\(journey.moment.milliseconds)}
                """
        }
        return #"{"model":"\#(model)","journeys":[\#(journeys.joined(separator: ",\n"))]}"#
    }
}
