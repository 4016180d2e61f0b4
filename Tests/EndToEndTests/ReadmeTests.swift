import Foundation
import TestSupport
import Testing

@Suite("The README")
struct ReadmeTests {
    @Test("has a tour that gives, line by line, what it says")
    func tour() throws {
        let tour = try Tour(readme)
        #expect(tour.blocks.count >= 9)
        let folder = try TemporaryFolder()
        let key = try GrapevineCommand.run(["key", "create", "--scope", "admin", "--database", folder.path("tour.db")])
        try folder.write(key.output, to: "grapevine.key")
        let server = try GrapevineServer(database: folder.path("tour.db"))
        let address = "127.0.0.1:\(server.port)"
        let script = tour.script.replacingOccurrences(of: "127.0.0.1:8080", with: address)
        let shell = try RunningCommand(
            URL(filePath: "/bin/bash"), ["-c", "cd '\(folder.path("."))'\n" + script])
        #expect(try shell.wait() == .exit(0))
        let printed = shell.output.all.replacingOccurrences(of: address, with: "127.0.0.1:8080")
        let outputs = printed.components(separatedBy: Tour.mark)
        for (block, output) in zip(tour.blocks, outputs) {
            #expect(settled(output) == settled(block.output), "after \(block.commands)")
        }
        #expect(outputs.count == tour.blocks.count + 1)
    }

    @Test("lists every setting of serve, and no other")
    func settings() throws {
        let help = try GrapevineCommand.run(["serve", "--help"]).output
        let offered = Set(help.matches(of: /--([a-z-]+) </).map(\.1))
        let listed = Set(readme.matches(of: /\| `--([a-z-]+)` \|/).map(\.1))
        #expect(listed == offered.subtracting(["config"]))
    }

    private let readme: String

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    }

    /// A text without what differs from run to run: identifiers, tokens, times, and blank lines.
    private func settled(_ text: String) -> String {
        // By scalars, since CR and LF together are one character.
        var settled = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\r" }))
        settled = settled.replacing(/(prg|ref|clk|evt|cnv|rwd)_[0-9a-z]{13}/) { "\($0.1)_" }
        settled = settled.replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/, with: "TIME")
        settled = settled.replacing(/gv_click=[A-Za-z0-9_-]{39}/, with: "gv_click=")
        settled = settled.replacing(/gv=[A-Za-z0-9_-]{22}/, with: "gv=")
        settled = settled.replacing(/req_[0-9a-f]{16}/, with: "req_")
        settled = settled.replacing(/[0-9.]+ (milli)?seconds?/, with: "AGE")
        return settled.split(separator: "\n").joined(separator: "\n")
    }
}

/// The shell commands of a README, each with the output that it shows.
private struct Tour {
    static let mark = "-- end of block --\n"

    let blocks: [(commands: String, output: String)]

    init(_ readme: String) throws {
        blocks = readme.matches(of: /```sh\n(?<commands>(?s:.)*?)```\n(\n```\n(?<output>(?s:.)*?)```\n)?/).map {
            (String($0.output.commands), $0.output.output.map { String($0) } ?? "")
        }
    }

    /// One script, since variables go from block to block.
    var script: String {
        blocks.map { $0.commands + "\necho '\(Self.mark.dropLast())'\n" }.joined()
    }
}
