// Benchmarks: how fast, how small and how patient the server is, beside nginx on the same machine.
//
// In:     the path of the release binary and the names of scenarios; without names, all but the long ones.
// Out:    tables, and `ok` or `MISSED` beside each limit. The exit status tells only whether everything ran.
// Never:  an address but loopback's, a service left running, a file outside its temporary folders.
// Next:   README.md, what the figures mean; Scenario.swift, the list; then a file for each scenario.

import Foundation
import Glibc

@main
enum Bench {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard let binary = arguments.first else { fail("usage: Benchmarks BINARY [SCENARIO ...]") }
        let names = arguments.dropFirst()
        if let unknown = names.first(where: { name in !Scenario.all.contains { $0.name == name } }) {
            fail("there is no scenario \(unknown): \(Scenario.all.map(\.name).joined(separator: ", "))")
        }
        let chosen = Scenario.all.filter { names.isEmpty ? !$0.isLong : names.contains($0.name) }
        DescriptorLimit.raise()
        do {
            for scenario in chosen {
                Report.begin("\(scenario.name): \(scenario.summary)")
                let stolen = try StolenTime()
                try scenario.run(URL(filePath: binary))
                Report.figure("processor time the host took meanwhile", try stolen.text)
            }
        } catch {
            fail("\(error)")
        }
        Report.end()
    }

    private static func fail(_ reason: String) -> Never {
        FileHandle.standardError.write(Data("bench: \(reason)\n".utf8))
        exit(1)
    }
}
