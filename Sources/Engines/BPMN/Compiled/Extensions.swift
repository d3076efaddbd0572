/// What other engines say in attributes and elements of their own, by their plain names: `camunda:assignee`,
/// `flowable:assignee` and `zeebe:assignmentDefinition` mean the same.
extension ElementHeader {
    /// A foreign attribute by its name without a prefix.
    func foreign(_ names: String...) -> String? {
        for name in names {
            for (key, value) in attributes where key == name || key.hasSuffix(":" + name) {
                let text = Dialect.trimmed(value)
                if !text.isEmpty { return text }
            }
        }
        return nil
    }

    /// The first extension element of that name.
    func extended(_ name: String) -> ExtensionElement? { extensions.first { $0.name == name } }

    /// An attribute of an extension element, or its text.
    func extended(_ element: String, _ attribute: String?) -> String? {
        guard let found = extended(element) else { return nil }
        let text = Dialect.trimmed(attribute.map { found[$0] ?? "" } ?? found.text)
        return text.isEmpty ? nil : text
    }
}

extension ExtensionElement {
    subscript(attribute: String) -> String? { attributes[attribute] }

    func all(_ name: String) -> [ExtensionElement] { children.filter { $0.name == name } }
}
