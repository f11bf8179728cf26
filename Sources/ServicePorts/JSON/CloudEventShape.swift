/// The shape of a CloudEvent's JSON whose payload has a shape of its own, and what is noted of it.
///
/// Whatever matches is also read by the decoder, which then finds the same.
public enum CloudEventShape {
    /// Where the partition key is noted.
    public static let partitionKey: Int = 0
    /// Where the sequence is noted.
    public static let sequence: Int = 1
    /// Where the payload is noted.
    public static let data: Int = 2
    /// Where the subject is noted.
    public static let subject: Int = 3
    /// The first place that is free for what the payload notes.
    public static let firstFree: Int = 4

    /// The shape of an event of that payload; attributes that nobody asks for may stand beside.
    public static func event(of payload: JSONShape) -> JSONShape {
        .object(
            [
                .required("data", payload, notedAs: data), .optional("dataschema", .orNull(.text)),
                .required("correlationid", .text), .required("id", .text),
                .required("partitionkey", .plainText, notedAs: partitionKey),
                .required("sequence", .checkedText(isSequence), notedAs: sequence), .required("source", .text),
                .required("specversion", .word(["1.0"])), .optional("subject", .orNull(.plainText), notedAs: subject),
                .required("time", .instant), .optional("traceparent", .orNull(.text)), .required("type", .text),
            ], isOpen: true)
    }

    /// Digits alone, as a reader that takes signs must find the same number.
    private static func isSequence(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } && Int64(text) != nil
    }
}
