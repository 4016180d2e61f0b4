import FoundationEssentials
import Yams

/// A configuration file: one flat mapping from settings to texts or whole numbers, in JSON or YAML. Null counts as
/// not given. A key that is no setting is refused, so that a mistyped one is not without effect.
struct ConfigurationFile {
    let path: String
    let values: [Setting: String]

    /// Whoever needs more has named the wrong file.
    private static let maximumBytes = 64 * 1024

    init(path: String) throws(Failure) {
        let bytes: [UInt8]
        do throws(SmallFile.Fault) {
            bytes = try SmallFile.read(path, maximumBytes: Self.maximumBytes)
        } catch {
            throw .usage("cannot read the configuration file \(path): \(error.words); name another with --config")
        }
        try self.init(path: path, bytes: bytes)
    }

    /// - Parameter path: for failures.
    init(path: String, bytes: [UInt8]) throws(Failure) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .usage("\(path): not UTF-8") }
        self.path = path
        // JSON is read as JSON: YAML would take more than JSON says, and words faults in its own way.
        let members =
            text.trimmed.drop { $0.isWhitespace }.hasPrefix("{")
            ? try Self.json(bytes, path: path) : try Self.yaml(text, path: path)
        var values: [Setting: String] = [:]
        for (key, value) in members {
            guard let setting = Setting(key: key) else {
                let known = Setting.allCases.map(\.key).joined(separator: ", ")
                throw .usage("\(path): there is no setting \(key); there are \(known)")
            }
            values[setting] = value
        }
        self.values = values
    }

    private static func yaml(_ text: String, path: String) throws(Failure) -> [String: String?] {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw .usage("\(path): this is no valid YAML: \(error)")
        }
        // An empty file sets nothing.
        guard let root, !root.isNull else { return [:] }
        guard let mapping = root.mapping else { throw .usage("\(path): write key: value, one a line") }
        var members: [String: String?] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string, let text = value.scalar?.string else {
                throw .usage("\(path): \(key.scalar?.string ?? "a key"): give a text or a whole number")
            }
            members[name] = .some(value.isNull ? nil : text)
        }
        return members
    }

    private static func json(_ bytes: [UInt8], path: String) throws(Failure) -> [String: String?] {
        do {
            return try JSONDecoder().decode([String: Scalar].self, from: Data(bytes)).mapValues(\.text)
        } catch DecodingError.typeMismatch(_, let context) {
            let key = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw .usage("\(path): \(key): give a text or a whole number")
        } catch {
            throw .usage("\(path): this is no valid JSON")
        }
    }

    /// A text, a whole number or null.
    private struct Scalar: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                text = nil
            } else if let number = try? container.decode(Int.self) {
                text = String(number)
            } else {
                text = try container.decode(String.self)
            }
        }
    }
}

extension Node {
    fileprivate var isNull: Bool { null != nil }
}
