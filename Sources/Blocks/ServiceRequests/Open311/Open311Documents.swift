import Base

/// The answers of GeoReport v2, each as it stands in the specification.
enum Open311Documents {
    /// GET Service List.
    static func services(_ categories: [Category], groups: [CategoryGroup], in language: Language) -> Open311Node {
        let names = Dictionary(groups.map { ($0.key, $0.name(in: language)) }) { first, _ in first }
        return .list(
            item: "service",
            categories.map { category in
                .object([
                    .init("service_code", .text(category.code)),
                    .init("service_name", .text(category.name(in: language))),
                    .init("description", .text(category.description(in: language))),
                    .init("metadata", .bool(!category.questions.isEmpty)),
                    .init("type", .text(category.answering.rawValue)),
                    .init("keywords", .text(category.keywords?(in: language) ?? "")),
                    .init("group", .text(names[category.group] ?? category.group)),
                ])
            })
    }

    /// GET Service Definition.
    static func definition(_ category: Category, in language: Language) -> Open311Node {
        let attributes = category.questions.map { question -> Open311Node in
            var members: [Open311Node.Member] = [
                .init("variable", .bool(question.isAsked)),
                .init("code", .text(question.code)),
                .init("datatype", .text(question.kind.rawValue)),
                .init("required", .bool(question.isRequired && question.isAsked)),
                .init("datatype_description", .text(question.hint?(in: language))),
                .init("order", .integer(question.order)),
                .init("description", .text(question.text(in: language))),
            ]
            if question.kind.isList {
                let values = question.values.map { value -> Open311Node in
                    .object([.init("key", .text(value.key)), .init("name", .text(value.name(in: language)))])
                }
                members.append(.init("values", .list(item: "value", values)))
            }
            return .object(members)
        }
        return .object([
            .init("service_code", .text(category.code)), .init("attributes", .list(item: "attribute", attributes)),
        ])
    }

    /// One element of GET Service Requests.
    static func request(
        _ request: ServiceRequest, catalogue: CategoryCatalogue, agency: String, media: String?, in language: Language
    ) -> Open311Node {
        let category = catalogue[request.category]
        return .object([
            .init("service_request_id", .text(request.reference.description)),
            .init("status", .text(request.status.isOpen ? "open" : "closed")),
            .init("status_notes", .text(request.statusNote)),
            .init("service_name", .text(category?.name(in: language) ?? request.category)),
            .init("service_code", .text(request.category)),
            .init("description", .text(request.description)),
            .init("agency_responsible", .text(agency)),
            .init("service_notice", .text(category?.notice?(in: language))),
            .init("requested_datetime", .text(time(request.filedAt))),
            .init("updated_datetime", .text(time(request.updatedAt))),
            .init("expected_datetime", .text(request.dueAt.map(time))),
            .init("address", .text(request.place.address)),
            .init("address_id", .text(request.place.addressID)),
            .init("zipcode", .text(request.place.postcode)),
            .init("lat", .number(request.place.point?.latitude)),
            .init("long", .number(request.place.point?.longitude)),
            .init("media_url", .text(media)),
        ])
    }

    /// The answer to POST Service Request.
    static func filed(_ reference: RequestReference, token: String, _ category: Category, in language: Language)
        -> Open311Node
    {
        let notice = Open311Node.Member("service_notice", .text(category.notice?(in: language)))
        let account = Open311Node.Member("account_id", .text(nil))
        let request: [Open311Node.Member] =
            switch category.answering {
            case .realtime: [.init("service_request_id", .text(reference.description)), notice, account]
            case .batch: [.init("token", .text(token)), notice, account]
            case .blackbox: [notice, account]
            }
        return .list(item: "request", [.object(request)])
    }

    /// GET service_request_id from a token.
    static func token(_ token: String, _ reference: RequestReference) -> Open311Node {
        .list(
            item: "request",
            [
                .object([
                    .init("service_request_id", .text(reference.description)), .init("token", .text(token)),
                ])
            ])
    }

    /// One update of the extension `servicerequestupdates`.
    static func update(_ update: RequestUpdate, reference: RequestReference, media: String?) -> Open311Node {
        .object([
            .init("update_id", .text(update.id.description)),
            .init("service_request_id", .text(reference.description)),
            .init("status", .text(update.status.isOpen ? "open" : "closed")),
            .init("updated_datetime", .text(time(update.at))),
            .init("description", .text(update.text ?? "")),
            .init("media_url", .text(media)),
        ])
    }

    /// Whole seconds of UTC: the W3C profile that clients of GeoReport read.
    static func time(_ instant: Instant) -> String { Instant(seconds: instant.seconds).iso8601 }
}

/// GET Service Discovery (the specification beside GeoReport v2).
struct Open311Discovery {
    /// `https://…/open311/v2`
    var address: String
    var changeset: Instant
    var contact: String
    var keyService: String

    var node: Open311Node {
        .object([
            .init("changeset", .text(Open311Documents.time(changeset))),
            .init("contact", .text(contact)),
            .init("key_service", .text(keyService)),
            .init(
                "endpoints",
                .list(
                    item: "endpoint",
                    [
                        .object([
                            .init("specification", .text("http://wiki.open311.org/GeoReport_v2")),
                            .init("url", .text(address)),
                            .init("changeset", .text(Open311Documents.time(changeset))),
                            .init("type", .text("production")),
                            .init(
                                "formats", .list(item: "format", [.text("text/xml"), .text("application/json")])),
                        ])
                    ])),
        ])
    }
}
