import Base
import Web
import WebTesting

/// Views of a block for tests.
let notes = ViewSource(
    block: "notes",
    files: [
        "Views/note.mustache":
            "{{<layout}}{{$content}}<h1>{{title}}</h1><p>[[notes.greeting]]</p><div>{{text}}</div>{{{markup}}}{{/content}}{{/layout}}",
        "Views/form.mustache":
            "{{<layout}}{{$content}}<form method=\"post\">{{>csrf}}<input name=\"text\" value=\"{{text}}\"></form>{{/content}}{{/layout}}",
        "Texts/en.json": #"{"notes": {"greeting": "Hello {name}", "section": "Notes"}}"#,
        "Texts/fr.json": #"{"notes": {"greeting": "Bonjour {name}", "section": "Notes"}}"#,
        "Texts/ar.json": #"{"notes": {"greeting": "مرحبا {name}", "section": "ملاحظات"}}"#,
    ])

extension Permission {
    static let readNotes = Permission("notes.read", title: LocalizedText("Read notes", in: .english))
}

func page(_ text: String, name: String = "you", cache: Reply.Cache = .none) -> Reply {
    .page(
        Page(
            "notes/note", title: "A note", ["title": "A note", "text": text, "name": name, "markup": HTML("<hr>")],
            cache: cache))
}

func site(_ declare: (inout Routes) -> Void) throws -> (WebApplication, Browser, TestSessions) {
    var routes = Routes()
    declare(&routes)
    let sessions = TestSessions()
    let application = try WebApplication.testing(routes, sources: [notes], sessions: sessions)
    return (application, Browser(application), sessions)
}
