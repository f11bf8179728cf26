public import ServicePorts

/// An order that a customer placed.
public struct Order: Codable, Sendable, Equatable {
    /// The shop's number for it.
    public var id: String
    /// Who placed it.
    public var customer: String
    /// What it costs.
    public var cents: Int

    /// An order with every field given.
    public init(id: String, customer: String, cents: Int) {
        self.id = id
        self.customer = customer
        self.cents = cents
    }

    /// Where orders are published, in order for each customer.
    public static let topic = Topic<Order>("orders")
}

/// How many orders there are, and what they cost together.
public struct Tally: Codable, Sendable, Equatable {
    /// Number of orders.
    public var orders = 0
    /// Sum of what they cost.
    public var cents = 0

    /// No orders.
    public init() {}

    /// Where the tally of everybody is published each minute.
    public static let topic = Topic<Tally>("order-tallies")
    /// Asks for the tally of one customer.
    public static let method = ServiceMethod<String, Tally>(service: "order-counter", name: "tally")
}
