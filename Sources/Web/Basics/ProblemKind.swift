/// The kinds of problems, one for each status but 400. The raw value ends the stable `type`.
enum ProblemKind: String, Hashable, Sendable, CaseIterable {
    case malformedRequest = "malformed-request"
    case malformedJSON = "malformed-json"
    case invalidField = "invalid-field"
    case unauthorized
    case forbidden
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case requestTimeout = "request-timeout"
    case conflict
    case gone
    case preconditionFailed = "precondition-failed"
    case bodyTooLarge = "body-too-large"
    case targetTooLong = "target-too-long"
    case unsupportedContent = "unsupported-content"
    case expectationFailed = "expectation-failed"
    case unprocessable
    case tooManyRequests = "too-many-requests"
    case headTooLarge = "head-too-large"
    case internalError = "internal-error"
    case notImplemented = "not-implemented"
    case unavailable
    case versionNotSupported = "version-not-supported"

    /// A relative reference, which stays as it is for good. RFC 9457 §3.1.1.
    var type: String { "/problems/" + rawValue }

    var status: Int {
        switch self {
        case .malformedRequest, .malformedJSON, .invalidField: 400
        case .unauthorized: 401
        case .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .requestTimeout: 408
        case .conflict: 409
        case .gone: 410
        case .preconditionFailed: 412
        case .bodyTooLarge: 413
        case .targetTooLong: 414
        case .unsupportedContent: 415
        case .expectationFailed: 417
        case .unprocessable: 422
        case .tooManyRequests: 429
        case .headTooLarge: 431
        case .internalError: 500
        case .notImplemented: 501
        case .unavailable: 503
        case .versionNotSupported: 505
        }
    }

    /// The same for every problem of the kind. RFC 9457 §3.1.3.
    var title: String {
        switch self {
        case .malformedRequest: "The request cannot be read"
        case .malformedJSON: "The body is not JSON"
        case .invalidField: "A field is missing, unknown or wrong"
        case .unauthorized: "A valid API key is needed"
        case .forbidden: "The API key may not do this"
        case .notFound: "Not found"
        case .methodNotAllowed: "The method does not fit here"
        case .requestTimeout: "The request came too slowly"
        case .conflict: "The request conflicts with what is stored"
        case .gone: "This has ended"
        case .preconditionFailed: "It was changed in the meantime"
        case .bodyTooLarge: "The body is too large"
        case .targetTooLong: "The URL is too long"
        case .unsupportedContent: "The body is of an unsupported type"
        case .expectationFailed: "The expectation cannot be met"
        case .unprocessable: "The request is well formed, but impossible"
        case .tooManyRequests: "Too many requests"
        case .headTooLarge: "The request's header is too large"
        case .internalError: "Something went wrong on the server"
        case .notImplemented: "Not implemented"
        case .unavailable: "The server cannot do this at the moment"
        case .versionNotSupported: "The HTTP version is not supported"
        }
    }
}
