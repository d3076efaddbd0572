import XML

/// Diagrams. BPMN 2.0.2, 12.2 (BPMN DI).
extension ModelReader {
    func diagram(_ element: Element) -> Diagram {
        let plane = element.first("BPMNPlane")
        var header = header(element)
        header.extensions = []
        var diagram = Diagram(
            header: header, resolution: element.double("resolution"), planeId: plane.map { id($0) } ?? "",
            element: plane.flatMap { reference($0, "bpmnElement") })
        diagram.shapes = plane?.all("BPMNShape").map { shape($0) } ?? []
        diagram.edges = plane?.all("BPMNEdge").map { edge($0) } ?? []
        diagram.labelStyles = element.all("BPMNLabelStyle").map { style($0) }
        return diagram
    }

    /// Parts of a diagram without what OMG's standards define themselves.
    private func partHeader(_ element: Element) -> ElementHeader {
        var header = header(element)
        header.extensions = element.children.filter { !$0.namespace.hasPrefix("http://www.omg.org/spec/") }
            .map { ExtensionElement($0) }
        return header
    }

    private func shape(_ element: Element) -> Diagram.Shape {
        var shape = Diagram.Shape(
            header: partHeader(element), element: reference(element, "bpmnElement"),
            bounds: bounds(element) ?? Diagram.Bounds(x: 0, y: 0, width: 0, height: 0), label: label(element))
        shape.isHorizontal = element.bool("isHorizontal")
        shape.isExpanded = element.bool("isExpanded")
        shape.isMarkerVisible = element.bool("isMarkerVisible")
        shape.isMessageVisible = element.bool("isMessageVisible")
        shape.participantBandKind = element["participantBandKind"]
        shape.choreographyActivityShape = reference(element, "choreographyActivityShape")
        return shape
    }

    private func edge(_ element: Element) -> Diagram.Edge {
        var edge = Diagram.Edge(
            header: partHeader(element), element: reference(element, "bpmnElement"),
            waypoints: element.all("waypoint").map { point in
                Diagram.Point(x: point.double("x") ?? 0, y: point.double("y") ?? 0)
            }, label: label(element))
        edge.source = reference(element, "sourceElement")
        edge.target = reference(element, "targetElement")
        edge.messageVisibleKind = element["messageVisibleKind"]
        return edge
    }

    private func label(_ element: Element) -> Diagram.Label? {
        element.first("BPMNLabel").map { label in
            Diagram.Label(bounds: bounds(label), style: reference(label, "labelStyle"))
        }
    }

    private func bounds(_ element: Element) -> Diagram.Bounds? {
        element.first("Bounds").map { bounds in
            Diagram.Bounds(
                x: bounds.double("x") ?? 0, y: bounds.double("y") ?? 0, width: max(0, bounds.double("width") ?? 0),
                height: max(0, bounds.double("height") ?? 0))
        }
    }

    private func style(_ element: Element) -> Diagram.LabelStyle {
        let font = element.first("Font")
        return Diagram.LabelStyle(
            id: id(element), fontName: font?["name"], size: font?.double("size"), isBold: font?.bool("isBold") ?? false,
            isItalic: font?.bool("isItalic") ?? false, isUnderlined: font?.bool("isUnderline") ?? false,
            isStruckThrough: font?.bool("isStrikeThrough") ?? false)
    }
}
