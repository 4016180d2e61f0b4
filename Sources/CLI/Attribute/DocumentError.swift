import Attribution

/// Why a document of `grapevine attribute` is refused.
enum DocumentError: Error {
    /// - limit: bytes.
    case tooLong(limit: Int)
    /// - offset: bytes from the beginning.
    case notJSON(offset: Int)
    /// - place: as in `journeys[3].touchpoints[0].time_ms`; empty for the document itself.
    case fault(place: String, what: String)
    case tooManyReferrers(LearningError)

    /// One line.
    var words: String {
        switch self {
        case .tooLong(let limit): "it is longer than \(limit >> 20) MiB; divide it"
        case .notJSON(let offset): "it is no JSON: see byte \(offset)"
        case .fault("", let what): "it \(what)"
        case .fault(let place, let what): "\(place) \(what)"
        case .tooManyReferrers(let error):
            switch error {
            case .tooManyReferrers(let count, let limit):
                "\(error.code): shapley by rate takes at most \(limit) referrers and there are \(count); use the value"
                    + " count"
            }
        }
    }
}
