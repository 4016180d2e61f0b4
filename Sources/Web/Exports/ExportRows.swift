import Domain
import Store
import Tracking

// Rows of what the API does not show by itself, each in the order of its table's columns.

func cells(of click: ExportedClick) -> [ExportCell] {
    [
        .text(click.id.text), .text(click.id.madeAt.rfc3339), .text(click.link.text), .text(click.code),
        .text(click.referrer.text), .text(click.program), cell(click.channel), .text(click.clickClass.name),
        .text(ClassRule.name(click.classRule)), .text(hexadecimal(click.visitor)), cell(click.userAgent),
        cell(click.referringHost),
    ]
}

func cells(of event: EventRow, _ connection: Connection) throws -> [ExportCell] {
    [
        .text(event.id.text), .text(event.type), cell(event.eventKey), cell(event.orderID),
        cell(try event.customer.flatMap { try connection.shopID(of: $0) }), .text(event.occurredAt.rfc3339),
        .text(event.id.madeAt.rfc3339), .integer(Int64(event.status)), .document(event.body),
    ]
}

func cells(of row: OrderRow, _ connection: Connection) throws -> [ExportCell] {
    [
        .text(row.orderID), .text(row.event.text), cell(try connection.shopID(of: row.customer)),
        .text(row.order.state.rawValue), .integer(row.order.amount), .text(row.order.currency.code),
        .integer(row.order.refunded), .text(row.occurredAt.rfc3339), .text(row.event.madeAt.rfc3339),
    ]
}

func cells(of row: ConversionRow, _ connection: Connection) throws -> [ExportCell] {
    let output = try conversionOutput(row, connection).setting("recorded_at", to: JSON(row.id.madeAt))
    return ExportCell.cells(output, ExportTable.conversions.columns)
}

/// One row for each credit of a conversion.
func creditCells(of row: ConversionRow) -> [[ExportCell]] {
    row.credits.map { credit in
        [
            .text(row.id.text), .text(credit.referrer.text), .integer(credit.share.count),
            row.currency == nil ? .none : .integer(credit.amount), cell(row.currency?.code), cell(credit.touchpoint),
            .text(credit.because), .text(row.id.madeAt.rfc3339),
        ]
    }
}

/// An entry of points has no currency.
func cells(of entry: EntryRow) -> [ExportCell] {
    [
        .text(entry.id.text), .text(entry.id.madeAt.rfc3339), .text(entry.reward.text), .text(entry.from),
        .text(entry.to), .integer(entry.amount), entry.unit == LedgerUnit.points.text ? .none : .text(entry.unit),
        .text(entry.cause),
    ]
}

private func cell(_ text: String?) -> ExportCell {
    text.map { .text($0) } ?? .none
}

/// 16 digits, as a pseudonym that nobody takes for a number.
private func hexadecimal(_ visitor: Visitor) -> String {
    let digits = String(UInt64(bitPattern: visitor.hash), radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}
