internal import Logging

extension GroupConsumer {
    /// Where a record stands, for a log line.
    func place(of record: ConsumedRecord) -> Logger.Metadata {
        [
            "topic": "\(member.topic)", "group": "\(member.group)", "partition": "\(record.partition)",
            "offset": "\(record.offset)",
        ]
    }
}
