import FEEL
import Registries
import ServiceDefinition

extension RegistryDefinition {
    /// What services may know of a register: its fields and their types.
    var shape: RegistryShape {
        RegistryShape(
            key,
            fields: fields.map {
                .init($0.name, RegistryShape.type(named: $0.type.rawValue, several: $0.allowsSeveral))
            },
            choices: Dictionary(
                fields.filter { !$0.choices.isEmpty }.map { field in (field.name, field.choices.map(\.key)) },
                uniquingKeysWith: { $1 }))
    }
}
