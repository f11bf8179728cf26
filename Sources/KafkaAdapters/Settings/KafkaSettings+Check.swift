extension KafkaSettings {
    /// Throws `KafkaSettingsError` for the first setting that cannot be used, files included; asks no broker.
    public func check() throws(KafkaSettingsError) {
        try KafkaHandle(.producer, producerProperties()).destroy()
        try KafkaHandle(.consumer, consumerProperties(group: "check")).destroy()
    }
}
