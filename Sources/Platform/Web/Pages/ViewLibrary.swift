import Base
import Synchronization

/// All views in all languages, ready to draw; the texts; the static files.
///
/// Views, words and files are read and checked when the library is made. What is wrong (a view that does not parse, a
/// partial that nobody has, a key that a language lacks) is thrown as one `SiteError` that lists everything.
public final class ViewLibrary: Sendable {
    private let sources: [ViewSource]
    private let languages: [Language]
    private let folder: String?
    /// Whether the folder is looked at again while the program runs.
    let reloads: Bool
    private let contents: Mutex<Contents>

    /// - Parameters:
    ///   - sources: what each block brings; Web's own views need not be named.
    ///   - languages: the languages to prepare, the original first.
    ///   - folder: a folder whose files win over embedded ones (`--views`).
    ///   - reloads: whether changes in `folder` are seen while the program runs. For developing.
    public init(_ sources: [ViewSource], languages: [Language], folder: String? = nil, reloads: Bool = false) throws {
        self.sources = [.web] + sources
        self.languages = languages
        self.folder = folder
        self.reloads = reloads && folder != nil
        contents = Mutex(try Contents(self.sources + (folder.map { [.folder($0)] } ?? []), languages: languages))
        if let folder { contents.withLock { $0.stamp = ViewSource.stamp(ofFolder: folder) } }
    }

    /// The texts of all blocks.
    public var texts: Texts { contents.withLock { $0.texts } }
    /// Static files by name.
    var files: [String: String] { contents.withLock { $0.files } }
    /// The names of all views.
    public var names: [String] { contents.withLock { $0.names.sorted() } }

    /// What one language needs to draw pages.
    struct Drawing: Sendable {
        let views: ViewSet
        let texts: Texts
    }

    func drawing(in language: Language) -> Drawing {
        contents.withLock { contents in
            let views = contents.views[language] ?? contents.views[languages.first ?? .english] ?? ViewSet()
            return Drawing(views: views, texts: contents.texts)
        }
    }

    /// Reads the folder again if it changed, and says whether it did. A mistake leaves what was there before and is thrown,
    /// once for each change.
    func reloadIfChanged() throws -> Bool {
        guard reloads, let folder else { return false }
        let stamp = ViewSource.stamp(ofFolder: folder)
        let isNew = contents.withLock { contents in
            defer { contents.stamp = stamp }
            return contents.stamp != stamp
        }
        guard isNew else { return false }
        var fresh = try Contents(sources + [.folder(folder)], languages: languages)
        fresh.stamp = stamp
        let made = fresh
        contents.withLock { $0 = made }
        return true
    }

    /// Everything, once read.
    private struct Contents: Sendable {
        var views: [Language: ViewSet] = [:]
        var names: [String] = []
        var texts: Texts
        var files: [String: String] = [:]
        var stamp = 0

        init(_ sources: [ViewSource], languages: [Language]) throws {
            texts = Texts(original: languages.first ?? .english)
            var views: [String: String] = [:]
            for source in sources {
                try source.addTexts(to: &texts)
                views.merge(source.views) { $1 }
                files.merge(source.assets) { $1 }
            }
            names = Array(views.keys)
            var mistakes: Set<String> = []
            for language in languages {
                var prepared: [String: String] = [:]
                for (name, source) in views {
                    let (text, found) = ViewPreparation.prepare(source, named: name, in: language, texts: texts)
                    prepared[name] = text
                    mistakes.formUnion(found)
                }
                self.views[language] = ViewSet(prepared) { view, error in
                    mistakes.insert("\(view): line \(error.line): \(error.message)")
                }
            }
            guard mistakes.isEmpty else { throw SiteError(mistakes.sorted()) }
        }
    }
}
