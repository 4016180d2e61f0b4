import Domain

/// A referrer who keeps a customer in a program whose policy locks.
package struct BindingRow: Hashable, Sendable {
    package var customer: ID<Customer>
    package var program: ID<Program>
    package var referrer: ID<Referrer>
    /// The one that bound the customer.
    package var conversion: ID<Conversion>

    package init(
        customer: ID<Customer>, program: ID<Program>, referrer: ID<Referrer>, conversion: ID<Conversion>
    ) {
        self.customer = customer
        self.program = program
        self.referrer = referrer
        self.conversion = conversion
    }
}

extension Connection {
    package func bindings(of customer: ID<Customer>) throws -> [BindingRow] {
        try rows(
            """
            SELECT customer, program, referrer, conversion FROM customer_binding
             WHERE customer = \(customer) ORDER BY program
            """
        ) { BindingRow(customer: $0.id(0), program: $0.id(1), referrer: $0.id(2), conversion: $0.id(3)) }
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

    /// Gives what a conversion has bound to another referrer.
    package func rebind(_ conversion: ID<Conversion>, of customer: ID<Customer>, to referrer: ID<Referrer>) throws {
        try run(
            """
            UPDATE customer_binding SET referrer = \(referrer)
             WHERE customer = \(customer) AND conversion = \(conversion)
            """)
    }
}
