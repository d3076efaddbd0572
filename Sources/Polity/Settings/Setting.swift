/// One setting: its key in the configuration file, its environment variable, and what it is without either.
///
/// Flags win over the environment, the environment over the file, the file over the default.
struct Setting: Sendable {
    var key: String
    /// In words, for `polity doctor` and the operators' handbook.
    var summary: String
    var fallback: String
    var isSecret = false

    /// `POLITY_LOG_LEVEL` for `log.level`.
    var environment: String { "POLITY_" + key.uppercased().replacing(".", with: "_") }

    static let data = Setting(key: "data", summary: "the folder of the database, files and keys", fallback: "data")
    static let database = Setting(
        key: "database", summary: "postgres://… for a cluster; the SQLite file of the data folder without it",
        fallback: "", isSecret: true)
    static let host = Setting(key: "host", summary: "the address to listen on", fallback: "127.0.0.1")
    static let port = Setting(key: "port", summary: "the port to listen on; 0 takes a free one", fallback: "8080")
    static let address = Setting(
        key: "address", summary: "the public address, as people type it", fallback: "http://localhost:8080")
    static let jurisdiction = Setting(
        key: "jurisdiction", summary: "the folder that says which government this is",
        fallback: "Jurisdictions/larkhaven")
    static let views = Setting(
        key: "views", summary: "a folder whose views replace the built-in ones, read again when they change",
        fallback: "")
    static let files = Setting(
        key: "files", summary: "s3://KEY:SECRET@HOST/BUCKET?region=…; the data folder without it", fallback: "",
        isSecret: true)
    static let proxies = Setting(
        key: "proxies", summary: "addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas",
        fallback: "")
    static let witnesses = Setting(
        key: "witnesses", summary: "witnesses of the log as URL|VERIFIER-KEY, separated by commas", fallback: "")
    static let origin = Setting(
        key: "log.origin", summary: "the transparency log's name; host and path of the public address without it",
        fallback: "")
    static let limits = Setting(
        key: "limits", summary: "on, or off where a proxy in front limits how often one client may ask", fallback: "on")
    static let scanner = Setting(
        key: "scanner", summary: "the socket of clamd, which then scans every file that people send", fallback: "")
    static let logLevel = Setting(key: "log.level", summary: "debug, info, notice, warning or error", fallback: "info")
    static let demo = Setting(
        key: "demo", summary: "offer the demo's sign-ins; never where real people are served", fallback: "false")

    static let smtpServer = Setting(
        key: "smtp.server",
        summary: "smtp://HOST[:PORT] or smtps://HOST[:PORT]; without it mails are laid in the outbox folder",
        fallback: "")
    static let smtpEncryption = Setting(
        key: "smtp.encryption", summary: "on, or off for a server that is reached by smtp:// and offers no STARTTLS",
        fallback: "on")
    static let smtpUser = Setting(key: "smtp.user", summary: "the name by which the mail server knows us", fallback: "")
    static let smtpPassword = Setting(key: "smtp.password", summary: "its password", fallback: "", isSecret: true)
    static let smtpCertificates = Setting(
        key: "smtp.certificates", summary: "a file of certificates (PEM) to trust in place of the system's",
        fallback: "")
    static let smtpSender = Setting(
        key: "smtp.sender", summary: "the address from which mails come; no-reply@ the jurisdiction's own without it",
        fallback: "")
    static let paymentsProvider = Setting(
        key: "payments.provider",
        summary: "the provider of card payments, as sandbox+http://HOST:PORT; none without it",
        fallback: "")
    static let paymentsKey = Setting(
        key: "payments.key", summary: "what we and the provider of card payments know, and nobody else", fallback: "",
        isSecret: true)

    static let all: [Setting] = [
        data, database, host, port, address, jurisdiction, views, files, proxies, witnesses, origin, limits, scanner,
        logLevel,
        demo, smtpServer, smtpEncryption, smtpUser, smtpPassword, smtpCertificates, smtpSender,
        paymentsProvider, paymentsKey,
    ]
}
