import Domain
import Synchronization

/// One figure of a part of the server that Web does not know.
package struct ServerFigure: Sendable {
    package let name: String
    package let help: String
    package let isCounter: Bool
    package let value: Int

    package init(name: String, help: String, isCounter: Bool, value: Int) {
        self.name = name
        self.help = help
        self.isCounter = isCounter
        self.value = value
    }
}

/// What is counted since the start, for `/metrics`.
final class Figures: Sendable {
    enum Happening: Int, CaseIterable {
        /// A redirect went out before its click was committed, or the commit failed.
        case unrecorded
        /// A request for a link that does not exist.
        case unknownSlug
    }

    private struct State {
        var happenings = [Int](repeating: 0, count: Happening.allCases.count)
        var clicks: [ClickClass: Int] = [:]
        var serverFigures: @Sendable () -> [ServerFigure] = { [] }
    }

    private let state = Mutex(State())

    func count(_ happening: Happening) {
        state.withLock { $0.happenings[happening.rawValue] += 1 }
    }

    func count(_ clickClass: ClickClass) {
        state.withLock { $0.clicks[clickClass, default: 0] += 1 }
    }

    func setServerFigures(_ read: @escaping @Sendable () -> [ServerFigure]) {
        state.withLock { $0.serverFigures = read }
    }

    func read(_ happening: Happening) -> Int {
        state.withLock { $0.happenings[happening.rawValue] }
    }

    func read(_ clickClass: ClickClass) -> Int {
        state.withLock { $0.clicks[clickClass] ?? 0 }
    }

    var serverFigures: [ServerFigure] {
        state.withLock { $0.serverFigures }()
    }
}
