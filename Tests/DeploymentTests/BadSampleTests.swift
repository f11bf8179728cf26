import Testing

@Suite("Resources that are refused")
struct BadSampleTests {
    private func faults(of text: String) -> [String] {
        let file = ResourceFile(path: "dapr/local/sample.yaml", text: text)
        return ResourceSet([file]).formFaults.map(\.description)
    }

    @Test("an unknown kind")
    func kind() {
        let text = """
            apiVersion: dapr.io/v1alpha1
            kind: Komponent
            metadata: {name: sample}
            """
        #expect(
            faults(of: text) == [
                "dapr/local/sample.yaml:2: kind 'Komponent' is not one of Component, Configuration, Resiliency"
            ])
    }

    @Test("an unknown version, an unknown field and a missing one, each at its line")
    func fields() {
        let text = """
            apiVersion: dapr.io/v2
            kind: Component
            metadata: {name: sample}
            spec:
              type: pubsub.kafka
              metadata: []
              colour: red
            scopes: [frontend]
            """
        #expect(
            faults(of: text) == [
                "dapr/local/sample.yaml:1: Component.apiVersion must be dapr.io/v1alpha1",
                "dapr/local/sample.yaml:5: Component.spec lacks 'version'",
                "dapr/local/sample.yaml:7: Component.spec has no field 'colour'; it has ignoreErrors, initTimeout,"
                    + " metadata, type, version",
            ])
    }

    @Test("a component for everybody")
    func scopes() {
        let text = """
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: sample}
            spec: {type: secretstores.kubernetes, version: v1, metadata: []}
            """
        #expect(
            faults(of: text) == [
                "dapr/local/sample.yaml:1: component 'sample' has no scopes: every application would load it"
            ])
    }

    @Test("a name that stands there twice, and what is no YAML")
    func syntax() {
        let twice = faults(of: "apiVersion: a\nkind: Component\nkind: Component\n")
        #expect(twice.count == 1 && twice[0].contains("sample.yaml:") && twice[0].contains("no YAML"), "\(twice)")
        let broken = faults(of: "apiVersion: a\nkind: [Component\n")
        #expect(broken.count == 1 && broken[0].contains("no YAML"), "\(broken)")
        #expect(faults(of: "") == ["dapr/local/sample.yaml:1: it has no document"])
    }
}
