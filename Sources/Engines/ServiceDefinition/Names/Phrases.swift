/// The form's own words, in the languages that it speaks; English elsewhere. A definition gives its own where these do not fit.
enum Phrases {
    static func word(_ key: String, _ language: String, _ argument: String = "") -> String {
        let texts = texts[key] ?? [key, key, key]
        let text = language.hasPrefix("fr") ? texts[1] : language.hasPrefix("ar") ? texts[2] : texts[0]
        return text.replacing("%", with: argument)
    }

    private static let texts: [String: [String]] = [
        "yes": ["Yes", "Oui", "نعم"],
        "no": ["No", "Non", "لا"],
        "missing": ["Answer this question.", "Répondez à cette question.", "أجب عن هذا السؤال."],
        "missing choice": ["Choose one of the answers.", "Choisissez une réponse.", "اختر إحدى الإجابات."],
        "missing file": ["Add a file.", "Ajoutez un fichier.", "أضف ملفًا."],
        "missing declaration": [
            "Tick the box to declare this.", "Cochez la case pour faire cette déclaration.",
            "ضع علامة في الخانة لتقديم هذا الإقرار.",
        ],
        "number": ["Write a number, such as 12.5.", "Écrivez un nombre, par exemple 12,5.", "اكتب رقمًا، مثل 12.5."],
        "integer": [
            "Write a whole number, such as 12.", "Écrivez un nombre entier, par exemple 12.",
            "اكتب عددًا صحيحًا، مثل 12.",
        ],
        "money": [
            "Write an amount, such as 12.50.", "Écrivez un montant, par exemple 12,50.", "اكتب مبلغًا، مثل 12.50.",
        ],
        "date": [
            "Write a real date: day, month and year.", "Écrivez une date qui existe : jour, mois et année.",
            "اكتب تاريخًا صحيحًا: اليوم والشهر والسنة.",
        ],
        "yes or no": ["Answer yes or no.", "Répondez par oui ou non.", "أجب بنعم أو لا."],
        "choice": [
            "Choose one of the answers shown.", "Choisissez l'une des réponses proposées.",
            "اختر إحدى الإجابات المعروضة.",
        ],
        "e-mail": [
            "Write an e-mail address, such as name@example.org.",
            "Écrivez une adresse électronique, par exemple nom@example.org.",
            "اكتب عنوان بريد إلكتروني، مثل name@example.org.",
        ],
        "phone": [
            "Write a telephone number, such as +999 555 0100.",
            "Écrivez un numéro de téléphone, par exemple +999 555 0100.", "اكتب رقم هاتف، مثل ‎+999 555 0100.",
        ],
        "longest": ["Use % characters at most.", "Utilisez % caractères au plus.", "استخدم % حرفًا على الأكثر."],
        "file type": [
            "Files of these kinds are accepted: %.", "Les fichiers acceptés sont : %.", "أنواع الملفات المقبولة: %.",
        ],
        "file size": ["The file is larger than %.", "Le fichier dépasse %.", "الملف أكبر من %."],
        "most": ["Give % at most.", "Indiquez-en % au plus.", "أدخل % على الأكثر."],
        "least": ["Give at least %.", "Indiquez-en au moins %.", "أدخل % على الأقل."],
        "street": ["Write street and number.", "Écrivez la rue et le numéro.", "اكتب الشارع والرقم."],
        "town": ["Write the town.", "Écrivez la ville.", "اكتب المدينة."],
        "given names": ["Write the given names.", "Écrivez les prénoms.", "اكتب الأسماء."],
        "family name": ["Write the family name.", "Écrivez le nom de famille.", "اكتب اسم العائلة."],
        "map point": [
            "Mark the place on the map, or write its longitude and latitude.",
            "Indiquez le lieu sur la carte, ou sa longitude et sa latitude.",
            "حدد المكان على الخريطة، أو اكتب خط الطول وخط العرض.",
        ],
        "shape": [
            "This answer has the wrong form. Answer again.",
            "Cette réponse n'a pas la bonne forme. Répondez à nouveau.", "صيغة هذه الإجابة غير صحيحة. أجب من جديد.",
        ],
        "not answered": ["Not answered", "Sans réponse", "بلا إجابة"],
        "check your answers": ["Check your answers", "Vérifiez vos réponses", "راجع إجاباتك"],
    ]
}
