import Logging
import Tracking

/// The file with this installation's secret, of which the keys of click tokens and visitor hashes are made. Without
/// it the links that are out would lose the clicks they have brought; it belongs into a backup beside the database.
enum SecretFile {
    /// Reads the secret, or makes one on the first start.
    static func secrets(_ path: String, logger: Logger) throws(Failure) -> Secrets {
        if !SmallFile.exists(path) { try make(path, logger: logger) }
        let material: [UInt8]
        do throws(SmallFile.Fault) {
            material = try SmallFile.read(path, maximumBytes: 4096)
        } catch {
            throw Failure(words: "cannot read the secret file \(path): \(error.words)")
        }
        guard let secrets = Secrets(material) else {
            throw Failure(
                words: "the secret file \(path) has \(material.count) bytes, not \(Secrets.byteCount): restore it from"
                    + " a backup, or name another with --secret-file")
        }
        if SmallFile.isOpenToOthers(path) {
            logger.warning("secret.exposed", metadata: ["path": "\(path)", "remedy": "chmod 600"])
        }
        return secrets
    }

    private static func make(_ path: String, logger: Logger) throws(Failure) {
        var random = RandomSource.system
        let material = (0..<Secrets.byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
        do throws(SmallFile.Fault) {
            try SmallFile.make(path, material)
        } catch {
            throw Failure(
                words: "cannot make the secret file \(path): \(error.words); choose another with --secret-file")
        }
        logger.info("secret.made", metadata: ["path": "\(path)"])
    }
}
