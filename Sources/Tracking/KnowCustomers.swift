import Domain
import Store

extension Transaction {
    /// The customer that an event speaks of, known again by any of its keys, or a new one.
    ///
    /// The shop's id counts most: an email address joins a guest to the account that is opened with it later, but
    /// never one account to another.
    func customer(of touch: ReportedEvent.Touch) throws -> ID<Customer> {
        let customer = try knownCustomer(touch.customer) ?? newCustomer()
        for key in touch.customer {
            try connection.insert(key, of: customer)
        }
        if touch.isNewCustomer == false { try connection.markExisting(customer) }
        return customer
    }

    private func knownCustomer(_ keys: [CustomerKey]) throws -> ID<Customer>? {
        let shopKey = keys.first { $0.kind == .id }
        if let shopKey, let known = try connection.customers(shopKey).first { return known }
        for key in keys where key.kind != .id {
            for known in try connection.customers(key) {
                if try shopKey == nil || connection.shopID(of: known) == nil { return known }
            }
        }
        return nil
    }

    private func newCustomer() throws -> ID<Customer> {
        let id = mint(Customer.self)
        try connection.insertCustomer(id)
        return id
    }
}
