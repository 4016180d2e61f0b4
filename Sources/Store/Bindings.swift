import Domain

/// A referrer who keeps a customer in a program whose policy locks.
package struct BindingRow: Hashable, Sendable {
    package var customer: ID<Customer>
    package var program: ID<Program>
    package var referrer: ID<Referrer>
    /// The one that bound the customer.
    package var conversion: ID<Conversion>
    /// When that happened.
    package var at: Timestamp

    package init(
        customer: ID<Customer>, program: ID<Program>, referrer: ID<Referrer>, conversion: ID<Conversion>,
        at: Timestamp
    ) {
        self.customer = customer
        self.program = program
        self.referrer = referrer
        self.conversion = conversion
        self.at = at
    }
}

extension Connection {
    package func bindings(of customer: ID<Customer>) throws -> [BindingRow] {
        try rows(
            """
            SELECT b.customer, b.program, b.referrer, b.conversion, c.occurred_at
              FROM customer_binding b JOIN conversion c ON c.id = b.conversion
             WHERE b.customer = \(customer) ORDER BY b.program
            """
        ) { row in
            BindingRow(
                customer: row.id(0), program: row.id(1), referrer: row.id(2), conversion: row.id(3),
                at: row.timestamp(4))
        }
    }

    /// Binds a customer who is not bound in that program yet; else nothing changes.
    package func bind(_ binding: BindingRow) throws {
        try run(
            """
            INSERT INTO customer_binding (customer, program, referrer, conversion)
            VALUES (\(binding.customer), \(binding.program), \(binding.referrer), \(binding.conversion))
            ON CONFLICT (customer, program) DO NOTHING
            """)
    }

    /// Frees a customer from what a conversion has bound, in whichever program.
    package func unbind(by conversion: ID<Conversion>, of customer: ID<Customer>) throws {
        try run("DELETE FROM customer_binding WHERE customer = \(customer) AND conversion = \(conversion)")
    }
}
