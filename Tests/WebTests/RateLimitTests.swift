import TestSupport
import Testing

@testable import Web

@Suite("The rate limit")
struct RateLimitTests {
    @Test("a client may send a burst at once, and is then told how long to wait")
    func burst() {
        let limit = RateLimit(perMinute: 30, burst: 3)
        for _ in 0..<3 { #expect(limit.take("a", at: 5000) == .allowed) }
        #expect(limit.take("a", at: 5000) == .wait(seconds: 2))
    }

    @Test("the wait is rounded up to whole seconds, and is over when it says")
    func waiting() {
        let limit = RateLimit(perMinute: 30, burst: 1)
        #expect(limit.take("a", at: 0) == .allowed)
        #expect(limit.take("a", at: 1) == .wait(seconds: 2))
        #expect(limit.take("a", at: 999) == .wait(seconds: 2))
        #expect(limit.take("a", at: 1000) == .wait(seconds: 1))
        #expect(limit.take("a", at: 1999) == .wait(seconds: 1))
        #expect(limit.take("a", at: 2000) == .allowed)
    }

    @Test("a refused request takes no token")
    func refusals() {
        let limit = RateLimit(perMinute: 60, burst: 1)
        #expect(limit.take("a", at: 0) == .allowed)
        for moment in stride(from: Int64(0), to: 1000, by: 10) {
            #expect(limit.take("a", at: moment) == .wait(seconds: 1))
        }
        #expect(limit.take("a", at: 1000) == .allowed)
    }

    @Test("a quiet client gets its tokens back, and no more than a burst of them")
    func refill() {
        let limit = RateLimit(perMinute: 60, burst: 2)
        for _ in 0..<2 { #expect(limit.take("a", at: 0) == .allowed) }
        #expect(limit.take("a", at: 1000) == .allowed)
        #expect(limit.take("a", at: 1000) == .wait(seconds: 1))
        for _ in 0..<2 { #expect(limit.take("a", at: 3_600_000) == .allowed) }
        #expect(limit.take("a", at: 3_600_000) == .wait(seconds: 1))
    }

    @Test("clients do not pay for one another")
    func clients() {
        let limit = RateLimit(perMinute: 1, burst: 1)
        #expect(limit.take("a", at: 0) == .allowed)
        #expect(limit.take("b", at: 0) == .allowed)
        #expect(limit.take("a", at: 0) == .wait(seconds: 60))
    }

    @Test("over time no client gets more than its rate and one burst", arguments: 1...10)
    func overTime(number: UInt64) {
        var seed = Seed(number)
        let limit = RateLimit(perMinute: 120, burst: 5)
        var (now, allowed) = (Int64(0), Int64(0))
        for _ in 0..<2000 {
            now += Int64.random(in: 0...300, using: &seed)
            if limit.take("a", at: now) == .allowed { allowed += 1 }
            #expect(allowed <= 5 + now / 500, "\(seed)")
        }
        #expect(allowed >= now / 500, "\(seed)")
    }

    @Test("a clock that was set back makes nobody wait for longer than an empty bucket")
    func clockSetBack() {
        let limit = RateLimit(perMinute: 60, burst: 2)
        #expect(limit.take("a", at: 1_000_000_000) == .allowed)
        #expect(limit.take("a", at: 0) == .wait(seconds: 1))
        #expect(limit.take("a", at: 1000) == .allowed)
    }

    @Test("where there are too many clients, the one unseen for longest is forgotten")
    func eviction() {
        let limit = RateLimit(perMinute: 1, burst: 1, capacity: 3)
        for client in ["a", "b", "c"] { #expect(limit.take(client, at: 0) == .allowed) }
        #expect(limit.take("a", at: 1) == .wait(seconds: 60))
        #expect(limit.take("d", at: 2) == .allowed)
        #expect(limit.clientCount == 3)
        #expect(limit.take("a", at: 3) == .wait(seconds: 60), "a was seen after b")
        #expect(limit.take("c", at: 3) == .wait(seconds: 60), "c was seen after b")
        #expect(limit.take("b", at: 3) == .allowed, "b was forgotten")
        #expect(limit.take("d", at: 4) == .allowed, "d was then the oldest")
    }

    @Test("clients on many threads take no more than the burst together")
    func threads() async {
        let limit = RateLimit(perMinute: 1, burst: 100)
        let allowed = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<50).filter { _ in limit.take("a", at: 0) == .allowed }.count }
            }
            return await group.reduce(0, +)
        }
        #expect(allowed == 100)
    }
}

@Suite("What was used recently")
struct RecentlyUsedTests {
    @Test("it keeps what a plain list would keep", arguments: 1...20)
    func model(number: UInt64) {
        var seed = Seed(number)
        let capacity = Int.random(in: 1...6, using: &seed)
        var recent = RecentlyUsed<Int, Int>(capacity: capacity)
        var list: [(key: Int, value: Int)] = []
        for step in 0..<300 {
            let key = Int.random(in: 0..<10, using: &seed)
            recent[key] = step
            list.removeAll { $0.key == key }
            list.append((key, step))
            if list.count > capacity { list.removeFirst() }
            #expect(recent.count == list.count, "\(seed)")
            for key in 0..<10 {
                #expect(recent[key] == list.first { $0.key == key }?.value, "\(seed), step \(step), key \(key)")
            }
        }
    }
}
