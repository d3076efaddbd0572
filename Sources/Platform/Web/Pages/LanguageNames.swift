import Base

extension Language {
    /// The language's name for itself, as the language switch shows it.
    public var ownName: String { Self.ownNames[rawValue] ?? Self.ownNames[primary] ?? rawValue }

    private static let ownNames = [
        "en": "English", "fr": "Français", "ar": "العربية", "es": "Español", "pt": "Português", "de": "Deutsch",
        "it": "Italiano", "nl": "Nederlands", "pl": "Polski", "uk": "Українська", "ru": "Русский", "tr": "Türkçe",
        "fa": "فارسی", "he": "עברית", "hi": "हिन्दी", "bn": "বাংলা", "ur": "اردو", "sw": "Kiswahili", "am": "አማርኛ",
        "zh": "中文", "zh-Hant": "繁體中文", "ja": "日本語", "ko": "한국어", "vi": "Tiếng Việt", "id": "Bahasa Indonesia",
        "el": "Ελληνικά", "sv": "Svenska", "fi": "Suomi", "da": "Dansk", "no": "Norsk", "cs": "Čeština", "ro": "Română",
        "hu": "Magyar", "et": "Eesti", "lv": "Latviešu", "lt": "Lietuvių", "ga": "Gaeilge", "cy": "Cymraeg",
    ]
}
