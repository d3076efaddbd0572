import Base
import Store
import Web

/// Serves what the blocks publish as open data: `/data/NAME.csv`, `.json` and, with a place, `.geojson`; and the page `/data`.
///
/// A set is written to a spool file in one snapshot, and the file serves everyone for a minute: however many ask and however
/// slowly they read, the database is asked once.
public struct DatasetRoutes: Sendable {
    private let datasets: [OpenDataset]
    private let spool: DatasetSpool

    public init(_ datasets: [OpenDataset], database: any Database) {
        self.datasets = datasets
        spool = DatasetSpool(database: database)
    }

    public func declare(_ routes: inout Routes) {
        for dataset in datasets { declare(dataset, &routes) }
        let list = datasets
        routes.get("/data", cache: .shared(seconds: 300)) { call in
            .page(Page("web/data", title: call.text("web.data.title"), DatasetList(list, call.language)))
        }
    }

    private func declare(_ dataset: OpenDataset, _ routes: inout Routes) {
        let formats = dataset.formats
        let spool = spool
        let endpoint = Endpoint(
            .get, "/data/\(dataset.name).:format", id: dataset.operation, summary: dataset.title(in: .english),
            tag: "open data",
            parameters: [
                .init(
                    "format", in: .path, required: true, "The form of the records.",
                    schema: [
                        "type": "string", "enum": .array(formats.map { .string($0.rawValue) }),
                    ])
            ],
            responses: [
                200: .init(
                    dataset.description(in: .english),
                    content: Dictionary(uniqueKeysWithValues: formats.map { ($0.mediaType, dataset.schema($0)) }))
            ])
        routes.endpoint(endpoint) { call in
            guard let format = RecordFormat(rawValue: call.parameter("format")), formats.contains(format) else {
                throw Problem.notFound
            }
            let file = try await spool.file(of: dataset, format, at: call.now)
            return Reply.file(
                type: format.mediaType, length: file.size, tag: file.tag, name: "\(dataset.name).\(format.rawValue)",
                cache: .shared(seconds: 60)
            ) { range, stream in try await file.send(range, to: stream) }
            .header("Link", "<https://spdx.org/licenses/\(dataset.licence)>; rel=\"license\"")
        }
    }
}

/// The spool files, each kept for a minute. Who asks while one is being written waits for the same one.
actor DatasetSpool {
    private let database: any Database
    private var files: [String: (task: Task<SpoolFile, any Error>, at: Instant)] = [:]

    init(database: any Database) { self.database = database }

    func file(of dataset: OpenDataset, _ format: RecordFormat, at now: Instant) async throws -> SpoolFile {
        let key = "\(dataset.name).\(format.rawValue)"
        if let known = files[key], now - known.at < .seconds(60) { return try await known.task.value }
        let database = database
        let task = Task {
            try await database.read { transaction in
                var writer = dataset.writer(format)
                return try SpoolFile { write in
                    try write(writer.head())
                    try dataset.records(transaction) { values in
                        try write(writer.record(values))
                        return true
                    }
                    try write(writer.foot())
                }
            }
        }
        files[key] = (task, now)
        do {
            return try await task.value
        } catch {
            files[key] = nil
            throw error
        }
    }
}

extension OpenDataset {
    /// The forms in which it is served; GeoJSON only with a place.
    var formats: [RecordFormat] { place == nil ? [.csv, .json] : [.csv, .json, .geojson] }

    var place: (longitude: Int, latitude: Int)? {
        guard let longitude = columns.firstIndex(where: { $0.kind == .longitude }),
            let latitude = columns.firstIndex(where: { $0.kind == .latitude })
        else { return nil }
        return (longitude, latitude)
    }

    func writer(_ format: RecordFormat) -> RecordWriter {
        RecordWriter(format, columns: columns.map(\.name), place: place)
    }

    /// `getServiceRequestsData`
    var operation: String {
        "get" + name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Data"
    }

    func schema(_ format: RecordFormat) -> JSON {
        switch format {
        case .csv: return ["type": "string"]
        case .json: return ["type": "array", "items": record(columns)]
        case .geojson:
            let properties = columns.filter { $0.kind != .longitude && $0.kind != .latitude }
            return [
                "type": "object", "required": ["type", "features"],
                "properties": [
                    "type": ["const": "FeatureCollection"],
                    "features": [
                        "type": "array",
                        "items": [
                            "type": "object", "required": ["type", "geometry", "properties"],
                            "properties": [
                                "type": ["const": "Feature"], "geometry": ["type": ["object", "null"]],
                                "properties": record(properties),
                            ],
                        ],
                    ],
                ],
            ]
        }
    }

    private func record(_ columns: [Column]) -> JSON {
        [
            "type": "object",
            "properties": .object(
                columns.map { column in
                    .init(
                        column.name,
                        [
                            "type": [.string(column.kind.jsonType), "null"],
                            "description": .string(column.description(in: .english)),
                        ])
                }),
        ]
    }
}

extension OpenDataset.Column.Kind {
    var jsonType: String {
        switch self {
        case .text, .instant: "string"
        case .integer: "integer"
        case .number, .longitude, .latitude: "number"
        case .boolean: "boolean"
        }
    }
}

/// The sets as the page `/data` shows them.
struct DatasetList: ViewModel {
    private let sets: [Members]

    init(_ datasets: [OpenDataset], _ language: Language) {
        sets = datasets.map { dataset in
            [
                "name": dataset.name, "title": dataset.title(in: language),
                "description": dataset.description(in: language),
                "licence": dataset.licence,
                "formats": dataset.formats.map { format -> Members in
                    ["name": format.rawValue.uppercased(), "href": "/data/\(dataset.name).\(format.rawValue)"]
                },
                "columns": dataset.columns.map { column -> Members in
                    ["name": column.name, "description": column.description(in: language)]
                },
            ]
        }
    }

    func member(_ name: String) -> Any? { name == "sets" ? sets : nil }
}
