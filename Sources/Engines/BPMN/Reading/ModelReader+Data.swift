import XML

/// Data and its ways. BPMN 2.0.2, 10.4.
extension ModelReader {
    func dataState(_ element: Element) -> DataState? {
        element.model("dataState").first.map { DataState(header: header($0)) }
    }

    func dataReference(_ element: Element, _ attribute: String) -> DataReference {
        DataReference(
            header: header(element), target: reference(element, attribute), item: reference(element, "itemSubjectRef"),
            state: dataState(element))
    }

    func property(_ element: Element) -> Property {
        Property(header: header(element), item: reference(element, "itemSubjectRef"), state: dataState(element))
    }

    func dataItem(_ element: Element) -> DataItem {
        DataItem(
            header: header(element), item: reference(element, "itemSubjectRef"),
            isCollection: element.bool("isCollection") ?? false, state: dataState(element))
    }

    /// The `ioSpecification` of a process or an activity.
    func dataInterface(_ element: Element) -> DataInterface? {
        guard let specification = element.model("ioSpecification").first else { return nil }
        return sets(of: specification, header: header(specification))
    }

    /// An event has its data without a specification around it.
    func eventInterface(_ element: Element) -> DataInterface? {
        let names: Set<String> = ["dataInput", "dataOutput", "inputSet", "outputSet"]
        guard let first = element.children.first(where: { $0.isModel && names.contains($0.name) }) else { return nil }
        return sets(of: element, header: ElementHeader(id: "\(id(element))-data", line: first.line))
    }

    private func sets(of element: Element, header: ElementHeader) -> DataInterface {
        DataInterface(
            header: header, inputs: element.model("dataInput").map { dataItem($0) },
            outputs: element.model("dataOutput").map { dataItem($0) },
            inputSets: element.model("inputSet").map { set($0, "Input", partner: "outputSetRefs") },
            outputSets: element.model("outputSet").map { set($0, "Output", partner: "inputSetRefs") })
    }

    private func set(_ element: Element, _ side: String, partner: String) -> DataInterface.DataSet {
        DataInterface.DataSet(
            header: header(element), items: references(in: element, "data\(side)Refs"),
            optional: references(in: element, "optional\(side)Refs"),
            whileExecuting: references(in: element, "whileExecuting\(side)Refs"),
            partners: references(in: element, partner))
    }

    /// Data associations in the order of the file.
    func associations(_ element: Element) -> [DataAssociation] {
        element.children.compactMap { child in
            guard child.isModel, let direction = DataAssociation.Direction(rawValue: child.name) else { return nil }
            return DataAssociation(
                header: header(child), direction: direction, sources: references(in: child, "sourceRef"),
                target: reference(in: child, "targetRef"),
                transformation: expression(child.model("transformation").first),
                assignments: child.model("assignment").compactMap { assignment in
                    guard let from = expression(assignment.model("from").first),
                        let to = expression(assignment.model("to").first)
                    else { return nil }
                    return .init(from: from, to: to)
                })
        }
    }
}
