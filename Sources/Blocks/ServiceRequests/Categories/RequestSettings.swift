/// What a jurisdiction decides about service requests beside its categories: `settings.yaml`.
public struct RequestSettings: Hashable, Sendable {
    /// Requests on one page of a list.
    public var pageSize = 25
    /// Bytes of one photo, and how many a report may have.
    public var photoBytes = 10_000_000
    public var photosPerReport = 3
    /// How many days after closing contact data is erased.
    public var contactDays = 180
    /// For how many days after closing the person who reported may say that it is not done.
    public var reopenDays = 30
    /// Whether filing over Open311 needs an API key.
    public var open311NeedsKey = true
    /// The address that Open311's discovery names.
    public var open311Contact = ""
    /// Where a key is asked for.
    public var open311KeyService = ""
    /// Why an officer looks at contact data: the keys of texts `service-requests.purpose.…`.
    public var purposes = ["ask", "visit", "answer", "complaint"]
    public init() {}
}
