import TestSupport
import Testing

@testable import Wire

@Suite("bytes that can be read in two ways, or in none")
struct MalformedRequestTests {
    /// Why a head and the chunked body after it are refused; nil: they are not.
    private func refusal(_ bytes: [UInt8]) -> RequestError? {
        do throws(RequestError) {
            guard case .complete(let head, let length) = try readHead(bytes.span) else { return nil }
            guard head.framing == .chunked else { return nil }
            var decoder = ChunkedDecoder()
            var body: [UInt8] = []
            _ = try decoder.decode(bytes.span.extracting(length..<bytes.count), into: &body)
            return nil
        } catch {
            return error
        }
    }

    @Test("are refused, each with its status", arguments: MalformedRequest.all)
    func status(row: MalformedRequest) {
        #expect(refusal(row.octets)?.status == row.status, "\(row)")
    }

    @Test("stand in the table once each")
    func table() {
        let repeated = Dictionary(grouping: MalformedRequest.all, by: \.octets).values.filter { $0.count > 1 }
        #expect(repeated.map { $0.map(\.label) } == [])
    }
}
