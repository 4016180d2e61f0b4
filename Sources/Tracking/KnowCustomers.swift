import Domain
import Store

extension Transaction {
    /// The customer that an event speaks of, known again by any of its keys, or a new one.
    ///
    /// The shop's id counts most: an email address joins a guest to the account that is opened with it later, but
    /// never one account to another.
    /// - Returns: the customer, and whether it is a new one.
    func customer(of touch: ReportedEvent.Touch) throws -> (id: ID<Customer>, isNew: Bool) {
        let known = try knownCustomer(touch.customer)
        let customer = try known ?? newCustomer()
        for key in touch.customer {
            try connection.insert(key, of: customer)
        }
        if touch.isNewCustomer == false { try connection.markExisting(customer) }
        return (customer, known == nil)
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
