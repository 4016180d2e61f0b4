enum Version {
    /// Of this binary, as CHANGELOG.md counts them.
    static let text = "0.1.0-dev"
}
