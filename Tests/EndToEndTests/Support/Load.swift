import Foundation
import Synchronization
import TestSupport

/// Clients that send orders and click links as fast as they are answered, until told to stop.
final class Load: Sendable {
    /// What was acknowledged by some moment.
    struct Acknowledged: Sendable {
        var orders: Set<String> = []
        var clicks = 0
    }

    private let state = Mutex(State())
    private let condition = NSCondition()
    private let done = DispatchGroup()

    private struct State {
        var acknowledged = Acknowledged()
        var isStopped = false
        var failures: [String] = []
    }

    init(_ shop: Shop, code: String, clients: Int = 4) throws {
        let fields = shop.keyed()
        for client in 0..<clients {
            let connection = try shop.server.connect()
            let work = Work(connection: connection, fields: fields, code: code, client: client)
            done.enter()
            Thread { [self] in
                run(work)
                done.leave()
            }.start()
        }
    }

    var acknowledged: Acknowledged { state.withLock { $0.acknowledged } }

    /// Waits until so many orders more than `before` were acknowledged.
    func wait(forOrders count: Int, after before: Int = 0) throws {
        condition.lock()
        defer { condition.unlock() }
        let deadline = Date(timeIntervalSinceNow: 60)
        while state.withLock({ $0.acknowledged.orders.count < before + count && $0.failures.isEmpty }) {
            guard condition.wait(until: deadline) else { throw Unexpected("\(count) orders", "\(acknowledged)") }
        }
    }

    /// Returns once every client has its last answer.
    /// - Returns: what went wrong.
    func stop() -> [String] {
        state.withLock { $0.isStopped = true }
        done.wait()
        return state.withLock { $0.failures }
    }

    /// One client's own; it goes to its thread.
    private struct Work: @unchecked Sendable {
        let connection: HTTPClient
        let fields: [String: String]
        let code: String
        let client: Int
    }

    private func run(_ work: Work) {
        var number = 0
        while !state.withLock({ $0.isStopped }) {
            number += 1
            let order = "load-\(work.client)-\(number)"
            do {
                let body = JSONValue.purchase(order, by: "buyer-of-\(order)", ["code": .string(work.code)])
                let reply = try work.connection.call("POST", "/v1/events", fields: work.fields, body: body.text)
                let browser = ["User-Agent": Browser.userAgent]
                let click = try work.connection.call("GET", "/r/\(work.code)", fields: browser)
                guard reply.status == 201, click.status == 302 else {
                    throw Unexpected("201, 302", "\(reply) \(click)")
                }
                state.withLock { state in
                    state.acknowledged.orders.insert(order)
                    state.acknowledged.clicks += 1
                }
            } catch {
                state.withLock { state in
                    state.failures.append("\(error)")
                    state.isStopped = true
                }
            }
            condition.withLock { condition.broadcast() }
        }
    }
}
