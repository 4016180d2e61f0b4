import Testing
import Wire

@testable import Server

@Suite("who is connected")
struct PopulationTests {
    private func population(
        connections: Int = 1000, perAddress: Int? = nil, trusted: String...
    ) -> Population {
        var quotas = HTTPServer.Quotas()
        quotas.connections = connections
        quotas.connectionsPerAddress = perAddress
        return Population(quotas, trustedProxies: trusted.compactMap { AddressRange(text: $0) })
    }

    private let one = Peer(octets: [192, 0, 2, 1])
    private let loopback = Peer(octets: [127, 0, 0, 1])

    private func ipv6(_ network: UInt8, _ host: UInt8) -> Peer {
        Peer(octets: [0x20, 1, 0xD, 0xB8, 0, 0, 0, network] + [0, 0, 0, 0, 0, 0, 0, host])
    }

    @Test("is told beyond the limit, and not even that far beyond it")
    func limit() {
        let population = population(connections: 3)
        for _ in 0..<3 { #expect(population.enter(one) == .welcome) }
        for _ in 0..<Population.toldBeyond {
            #expect(population.enter(one) == .refused(.tooManyConnections(limit: 3)))
        }
        #expect(population.enter(one) == .turnedAway)
        for _ in 0..<(Population.toldBeyond + 1) { population.leave(one) }
        #expect(population.enter(one) == .welcome)
    }

    @Test("counts by address, and forgets who has left")
    func perAddress() {
        let population = population(perAddress: 1)
        for _ in 0..<1000 {
            #expect(population.enter(one) == .welcome)
            #expect(population.enter(one) == .refused(.tooManyConnectionsOfAddress(limit: 1)))
            #expect(population.enter(Peer(octets: [192, 0, 2, 2])) == .welcome)
            population.leave(one)
            population.leave(one)
            population.leave(Peer(octets: [192, 0, 2, 2]))
        }
    }

    @Test("counts a /64 of IPv6 as one address")
    func site() {
        let population = population(perAddress: 1)
        #expect(population.enter(ipv6(1, 1)) == .welcome)
        #expect(population.enter(ipv6(1, 2)) == .refused(.tooManyConnectionsOfAddress(limit: 1)))
        #expect(population.enter(ipv6(2, 1)) == .welcome)
        population.leave(ipv6(1, 2))
        population.leave(ipv6(1, 1))
        #expect(population.enter(ipv6(1, 3)) == .welcome)
    }

    @Test("has 1000 of an address by default, and any number of this machine, a trusted proxy or a Unix socket")
    func defaults() {
        let population = population(connections: 100_000, trusted: "198.51.100.0/24")
        for _ in 0..<1000 { #expect(population.enter(one) == .welcome) }
        #expect(population.enter(one) == .refused(.tooManyConnectionsOfAddress(limit: 1000)))
        for peer in [loopback, Peer(octets: [198, 51, 100, 7]), .unix] {
            for _ in 0..<2000 { #expect(population.enter(peer) == .welcome) }
        }
    }

    @Test("lets out of descriptors be logged once a second")
    func exhaustion() {
        let population = population()
        let logged = stride(from: 5000, to: 8000, by: 100).filter { population.isFirstExhaustion(inSecondOf: $0) }
        #expect(logged == [5000, 6000, 7000])
    }
}
