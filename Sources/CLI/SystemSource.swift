import Tracking
import Wire

extension RandomSource {
    /// The system's, fit for secrets.
    static var system: RandomSource { RandomSource(SystemRandom.next) }
}
