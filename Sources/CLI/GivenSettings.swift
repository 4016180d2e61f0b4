import Glibc

/// What was given for each setting, as text, and where: the command line wins, then the environment, then the file.
struct GivenSettings {
    struct Given {
        let text: String
        /// As an operator would find it again: `--readers many`, `GRAPEVINE_READERS=many`, `readers: many in x.yaml`.
        let place: String
    }

    private let flags: [Setting: String]
    private let environment: (String) -> String?
    private let file: ConfigurationFile?

    /// - Parameters:
    ///   - environment: an empty variable counts as none.
    ///   - file: nil where none was named.
    init(flags: [Setting: String], environment: @escaping (String) -> String?, file: ConfigurationFile?) {
        self.flags = flags
        self.environment = environment
        self.file = file
    }

    subscript(_ setting: Setting) -> Given? {
        if let text = flags[setting] {
            return Given(text: text, place: "\(setting.flag) \(text)")
        }
        if let text = environment(setting.variable), !text.isEmpty {
            return Given(text: text, place: "\(setting.variable)=\(text)")
        }
        if let file, let text = file.values[setting] {
            return Given(text: text, place: "\(setting.key): \(text) in \(file.path)")
        }
        return nil
    }
}

extension GivenSettings {
    /// With the process's environment, and the file that `path` or else GRAPEVINE_CONFIG names.
    init(flags: [Setting: String], configurationPath path: String?) throws(Failure) {
        let named = path ?? Self.variable("GRAPEVINE_CONFIG").flatMap { $0.isEmpty ? nil : $0 }
        var file: ConfigurationFile?
        if let named { file = try ConfigurationFile(path: named) }
        self.init(flags: flags, environment: Self.variable, file: file)
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
