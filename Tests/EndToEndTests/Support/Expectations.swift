import TestSupport
import Testing

extension HTTPReply {
    /// Expects a status.
    /// - Returns: the body.
    @discardableResult
    func expect(_ status: Int, sourceLocation: SourceLocation = #_sourceLocation) -> JSONValue {
        #expect(self.status == status, "\(self)", sourceLocation: sourceLocation)
        return json
    }

    /// Expects problem details with a fault at each of `pointers`, and that they are told as RFC 9457 has it.
    @discardableResult
    func expectProblem(
        _ status: Int, at pointers: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) -> JSONValue {
        expect(status, sourceLocation: sourceLocation)
        let problem = json
        #expect(self[field: "Content-Type"] == "application/problem+json", "\(self)", sourceLocation: sourceLocation)
        #expect(problem["status"] == .integer(Int64(status)), sourceLocation: sourceLocation)
        #expect(problem["type"].string.hasPrefix("/problems/"), "\(self)", sourceLocation: sourceLocation)
        #expect(!problem["title"].string.isEmpty && !problem["detail"].string.isEmpty, sourceLocation: sourceLocation)
        #expect(problem["request_id"].string == self[field: "X-Request-Id"], sourceLocation: sourceLocation)
        let missing = pointers.filter { problem["errors"].first(where: "pointer", is: .string($0)) == .null }
        #expect(missing.isEmpty, "no fault there in \(self)", sourceLocation: sourceLocation)
        return problem
    }
}

extension JSONValue {
    /// Who a conversion credits.
    var credited: [String] {
        self["credits"].list.map { $0["referrer"].string }
    }

    /// Of an explanation: `verdict`, or its reason where the touchpoint was excluded, by the id of the touchpoint.
    func verdict(on touchpoint: JSONValue) -> String {
        let judged = self["touchpoints"].first(where: "id", is: touchpoint)
        return judged["verdict"] == "excluded" ? judged["reason"].string : judged["verdict"].string
    }
}
