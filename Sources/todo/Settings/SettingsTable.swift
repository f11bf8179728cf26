/// All settings as aligned columns: key, value, source, default.
struct SettingsTable: CustomStringConvertible {
    let settings: Settings

    var description: String {
        let rows = [["KEY", "VALUE", "SOURCE", "DEFAULT"]] + Setting.allCases.map(row)
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let padded = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return (padded + row.suffix(1)).joined(separator: "  ")
        }.joined(separator: "\n")
    }

    private func row(_ setting: Setting) -> [String] {
        let value = settings.values[setting]
        let shown = setting.definition.kind == .secret ? value.map { _ in "********" } : value?.text
        return [setting.rawValue, shown ?? "-", value?.source ?? "-", setting.definition.standard ?? "-"]
    }
}
