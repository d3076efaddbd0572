import HTTPTypes

/// What every answer tells the browser to refuse (OWASP Secure Headers).
enum SecurityHeaders {
    /// Nothing inline, nothing from elsewhere, in no frame.
    static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    /// For pages. `geolocation` stays with us: a reporter may point at the place.
    static func page(isSecure: Bool) -> HTTPFields {
        var fields = common(isSecure: isSecure)
        fields[.contentSecurityPolicy] = contentSecurityPolicy
        fields[.permissionsPolicy] =
            "camera=(), microphone=(), payment=(), usb=(), browsing-topics=(), geolocation=(self)"
        return fields
    }

    /// For everything else: it is data, and never a document that could do something.
    static func data(isSecure: Bool) -> HTTPFields {
        var fields = common(isSecure: isSecure)
        fields[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'; sandbox"
        return fields
    }

    private static func common(isSecure: Bool) -> HTTPFields {
        var fields: HTTPFields = [.xContentTypeOptions: "nosniff", .referrerPolicy: "same-origin"]
        if isSecure { fields[.strictTransportSecurity] = "max-age=63072000; includeSubDomains" }
        return fields
    }
}
