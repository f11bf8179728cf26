/// Headers of a CloudEvent whose envelope is the record's value.
enum CloudEventHeader {
    /// Says that the value is a structured CloudEvent, as the protocol binding for Kafka asks.
    static let contentType = (name: "content-type", value: "application/cloudevents+json; charset=UTF-8")
}
