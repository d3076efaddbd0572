import Foundation

/// Letters, messages, the certificate; translations; files that nothing names.
extension Reader {
    func readLetters(_ top: [String: Item], _ service: inout Service) {
        service.letters = letters(top["letters"], "letters")
        service.messages = letters(top["messages"], "messages")
        if let item = top["outcome"]?.member("certificate") {
            service.certificate = letter("certificate", item, item.line, "outcome.certificate", service.title)
        }
        let known = (service.letters + service.messages).map(\.name)
        for decision in service.decisions {
            if let letter = decision.letter, !known.contains(letter) {
                mistake(
                    "decision \(decision.key): there is no letter '\(letter)'"
                        + or(didYouMean(letter, known), known.isEmpty ? "" : "; there are \(list(known))"),
                    decision.line)
            }
        }
    }

    private func letters(_ item: Item?, _ section: String) -> [Service.Letter] {
        (item?.members ?? []).compactMap { name, line, value in letter(name, value, line, "\(section).\(name)", nil) }
    }

    private func letter(_ name: String, _ item: Item, _ line: Int, _ path: String, _ standard: Wording?) -> Service
        .Letter?
    {
        var keys: [String: Item] = [:]
        var file = item.text
        if file == nil { keys = section(item, path, ["title", "template", "text", "valid until"]) }
        file = file ?? plain(keys["template"], "\(path): template")
        let title = wording(keys["title"], "\(path).title") ?? standard ?? Wording(name)
        var templates: [String: Template] = [:]
        if let text = wording(keys["text"], "\(path).text") {
            for language in languages {
                templates[language] = TemplateReader.read(text.in(language), file: self.file, reader: self)
            }
        } else if let file {
            templates = self.templates(file, keys["template"]?.line ?? line, path)
        } else {
            mistake("\(path): 'template' (a file) or 'text' is missing", line)
        }
        return .init(
            name: name, title: title, templates: templates,
            validUntil: formula(keys["valid until"], "\(path): valid until", .date, limit: .max), line: line)
    }

    /// `certificate.mustache` and, beside it, `certificate.fr.mustache`.
    private func templates(_ file: String, _ line: Int, _ path: String) -> [String: Template] {
        guard files[file] != nil else {
            usedFiles.insert(file)
            mistake("\(path): there is no file '\(file)' in the folder" + didYouMean(file, files.keys.sorted()), line)
            return [:]
        }
        let dot = file.lastIndex(of: ".") ?? file.endIndex
        var templates: [String: Template] = [:]
        for language in languages {
            let own = language == self.language ? file : "\(file[..<dot]).\(language)\(file[dot...])"
            usedFiles.insert(own)
            guard let data = files[own] else {
                mistake("'\(file)' is not translated: '\(own)' is missing", line, isLight: true)
                continue
            }
            guard data.count <= Item.longest, let text = String(data: data, encoding: .utf8) else {
                mistake("the file is not text in UTF-8, or too large", 0, file: own)
                continue
            }
            templates[language] = TemplateReader.read(text, file: own, reader: self)
        }
        return templates
    }

    // MARK: Translations

    /// `texts/fr.yaml`: by the path of a text, or by the text itself.
    func readTranslations() {
        for language in languages where language != self.language {
            let path = "texts/\(language).yaml"
            usedFiles.insert(path)
            guard let data = files[path] else { continue }
            do {
                let root = try Item.read(data, file: path)
                var texts: [String: (text: String, line: Int)] = [:]
                collect(root, "", path, &texts)
                translations[language] = texts
            } catch {
                mistakes.append(error)
            }
        }
    }

    private func collect(
        _ item: Item, _ path: String, _ file: String, _ texts: inout [String: (text: String, line: Int)]
    ) {
        switch item.content {
        case .null: break
        case .scalar(let text): texts[path] = (text.trimmed, item.line)
        case .list(let items):
            for (index, item) in items.enumerated() { collect(item, "\(path).\(index + 1)", file, &texts) }
        case .map(let members):
            for (key, _, value) in members { collect(value, path.isEmpty ? key : "\(path).\(key)", file, &texts) }
        }
    }

    /// Every text in every language, and no translation of a text that is not there.
    func checkTranslations() {
        for language in languages where language != self.language {
            let path = "texts/\(language).yaml"
            var missing: Set<String> = []
            let untranslated = wordings.filter { !$0.original.isEmpty && $0.translations[language] == nil }
            if files[path] == nil, untranslated.count > 3 {
                mistake(
                    "'\(path)' is missing: \(Set(untranslated.map(\.original)).count) texts are not translated into '\(language)'",
                    1, isLight: true)
                continue
            }
            for wording in untranslated {
                guard missing.insert(wording.original).inserted else { continue }
                mistake(
                    "'\(wording.original.shortened)' (\(wording.path)) is not translated into '\(language)'; add it to \(path)",
                    wording.line, isLight: true)
            }
            for (key, entry) in translations[language] ?? [:] where usedTranslations[language]?.contains(key) != true {
                let known = wordings.map(\.path) + wordings.map(\.original)
                mistake(
                    "'\(key.shortened)' is no text of this service\(didYouMean(key, known)); it may have been reworded",
                    entry.line, file: path, isLight: true)
            }
            for (key, entry) in translations[language] ?? [:] where entry.text.isEmpty {
                mistake("the translation of '\(key.shortened)' is empty", entry.line, file: path, isLight: true)
            }
        }
    }

    // MARK: Files

    func checkFiles() {
        for file in files.keys.sorted() where !usedFiles.contains(file) && file != "service.yaml" {
            let name = file.split(separator: "/").last.map(String.init) ?? file
            if file.hasPrefix("examples/") || name.hasPrefix(".") || name.lowercased().hasPrefix("readme") { continue }
            if file.hasPrefix("texts/") {
                warning("'\(file)' is not read: the languages are \(list(languages))", 0, file: file)
            } else {
                warning("nothing in service.yaml uses this file", 0, file: file)
            }
        }
    }
}
