import Foundation
import TestSupport

extension Scenario {
    static let refusals = Scenario(
        name: "refusals", summary: "too large, too deep and never read: what they cost"
    ) { binary in
        let grapevine = try Grapevine(binary)
        try refuse(grapevine)
        try grapevine.stop()
    }
}

private let uploadBytes = 64 * 1024 * 1024
/// The largest body that is taken by default.
private let largestBody = 1024 * 1024
private let mostForBomb = 8 * 1024 * 1024

/// One of each abuse.
func refuse(_ grapevine: Grapevine) throws {
    for framing in Upload.Framing.allCases {
        let upload = try Upload(framing, bytes: uploadBytes).send(to: grapevine)
        // A length is refused as soon as it is read; chunks, as soon as they are too many.
        let mostSent = (framing == .sized ? 0 : largestBody) + 2 * Upload.pieceBytes
        Report.limit(
            "\(uploadBytes.asBytes) \(framing.rawValue), answered after", "\(upload.status), \(upload.sent.asBytes)",
            "413, <= \(mostSent.asBytes)", isMet: upload.status == 413 && upload.sent <= mostSent)
    }
    try bomb(grapevine)
    for answer in try [NeverRead.small(grapevine), NeverRead.large(grapevine)] {
        try answer.report()
    }
}

/// A gibibyte of zeros, as gzip has it: just below the largest body.
private func bomb(_ grapevine: Grapevine) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("bomb.gz")
    _ = try SystemProgram.run(["sh", "-c", "head -c 1073741824 /dev/zero | gzip -9 >'\(path)'"])
    let body = Array(try Data(contentsOf: URL(filePath: path)))
    let fields = ["Content-Encoding": "gzip", "Content-Type": "application/json"].merging(grapevine.authorized) { $1 }
    let client = try HTTPClient(port: grapevine.port)
    let before = try grapevine.forgetPeak()
    let start = ContinuousClock.now
    let status = try client.call("POST", "/v1/events", fields: fields, body: body).status
    let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
    let growth = try grapevine.figures.peakBytes - before
    Report.limit(
        "gzip of \(body.count.asBytes) for 1 GiB, \(milliseconds.text(0)) ms", "\(status), \(growth.asBytes) more",
        "413, <= \(mostForBomb.asBytes)", isMet: status == 413 && growth <= mostForBomb)
}
