extension Setting {
    /// Settings of webhooks; nil for others.
    var webhookDefinition: SettingDefinition? {
        switch self {
        case .webhookAllowPrivate:
            .init(
                kind: .choice(["on", "off"]), standard: "off",
                summary: "Webhooks to plain HTTP and to addresses that are not public, for development only")
        default: nil
        }
    }
}
