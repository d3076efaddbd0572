/// One of each kind of field, without or with something to correct.
struct DesignFieldSamples: Sendable {
    let samples: DesignSamples
    let wrong: Bool

    private func w(_ english: String, _ arabic: String) -> String { samples.w(english, arabic) }

    private func ask(
        _ name: String, _ english: String, _ arabic: String, hint: (String, String)? = nil,
        error: (String, String)? = nil, optional: Bool = false
    ) -> UI.Question {
        samples.question(
            wrong ? "\(name)-wrong" : name, english, arabic, hint: hint.map { w($0.0, $0.1) },
            error: wrong ? error.map { w($0.0, $0.1) } : nil, optional: optional)
    }

    var fields: [any Field] {
        [title, story, lamps, cost, day, kind, several, again, district, photo, address, place, declaration]
    }

    private var title: UI.TextField {
        UI.TextField(
            ask(
                "title", "What is wrong?", "ما المشكلة؟",
                hint: ("A few words, such as “street light out”.", "كلمات قليلة مثل «إنارة شارع معطلة»."),
                error: ("Say in a few words what is wrong", "اذكر المشكلة بكلمات قليلة")))
    }
    private var story: UI.TextArea {
        UI.TextArea(
            ask(
                "story", "What should we know about it?", "ماذا ينبغي أن نعرف عنها؟",
                hint: ("Do not give names or telephone numbers.", "لا تذكر أسماءً أو أرقام هواتف."),
                error: ("Write at most 400 characters", "اكتب 400 حرف على الأكثر"), optional: true),
            value: wrong ? String(repeating: w("The light is out. ", "الإنارة معطلة. "), count: 24) : "", rows: 4,
            limit: 400)
    }
    private var lamps: UI.TextField {
        .number(
            ask(
                "lamps", "How many lights are out?", "كم عدد الأضواء المعطلة؟",
                error: ("Enter a whole number, such as 3", "أدخل عددًا صحيحًا مثل 3")), value: wrong ? "a few" : "3",
            unit: w("lights", "أضواء"))
    }
    private var cost: UI.TextField {
        .money(
            ask(
                "cost", "What did the damage cost you?", "كم كلّفك الضرر؟",
                error: ("Enter an amount, such as 24.50", "أدخل مبلغًا مثل 24.50"), optional: true),
            value: wrong ? "x" : "24.50", currency: "€")
    }
    private var day: UI.DateField {
        UI.DateField(
            ask(
                "day", "When did you see it?", "متى رأيتها؟", hint: ("For example 27 5 2026.", "مثلًا 27 5 2026."),
                error: ("Enter a day that has been", "أدخل يومًا قد مضى")),
            day: "27", month: "5", year: wrong ? "2062" : "2026")
    }
    private var kind: UI.Choices {
        UI.Choices(
            ask("kind", "Is it dangerous?", "هل هي خطيرة؟", error: ("Choose how dangerous it is", "اختر مدى خطورتها")),
            [
                UI.Choice("no", w("No", "لا")),
                UI.Choice(
                    "soon", w("It could become so", "قد تصبح كذلك"),
                    hint: w("We look at it within a week.", "نفحصها خلال أسبوع."), isChosen: !wrong),
                UI.Choice(
                    "now", w("Yes, now", "نعم، الآن"),
                    hint: w("Call 112 if someone is in danger.", "اتصل بالرقم 112 إذا كان أحد في خطر.")),
            ])
    }
    private var several: UI.Choices {
        UI.Choices(
            ask("tell", "How should we tell you?", "كيف نخبرك؟"),
            [
                UI.Choice("email", w("By email", "بالبريد الإلكتروني"), isChosen: true),
                UI.Choice("letter", w("By letter", "برسالة بريدية")),
            ], several: true)
    }
    private var again: UI.YesNo {
        UI.YesNo(
            ask(
                "again", "Did you report it before?", "هل أبلغت عنها من قبل؟",
                error: ("Choose yes or no", "اختر نعم أو لا")), answer: wrong ? nil : false)
    }
    private var district: UI.Select {
        UI.Select(
            ask("district", "District", "الحي", error: ("Choose a district", "اختر حيًا")),
            [
                UI.Choice("", w("Choose a district", "اختر حيًا")), UI.Choice("old", w("Old Harbour", "المرفأ القديم")),
                UI.Choice("east", w("Eastquay", "الرصيف الشرقي")),
            ])
    }
    private var photo: UI.FileField {
        UI.FileField(
            ask(
                "photo", "Add a photo", "أضف صورة",
                error: ("Choose a photo of at most 10 MB", "اختر صورة لا تتجاوز 10 ميغابايت"), optional: true),
            accept: ["image/jpeg", "image/png"],
            limits: w(
                "JPEG or PNG, at most 10 MB. We remove the place and time stored in it.",
                "JPEG أو PNG، لا تتجاوز 10 ميغابايت. نحذف المكان والوقت المخزّنين فيها."),
            kept: wrong ? [] : [UI.KeptFile(id: "1", name: "light.jpg", size: w("1.2 MB", "1.2 ميغابايت"))])
    }
    private var address: UI.AddressField {
        UI.AddressField(
            ask("address", "Where is it?", "أين هي؟"),
            lines: [
                UI.TextField(
                    ask("street", "Street and number", "الشارع والرقم", error: ("Enter a street", "أدخل اسم الشارع")),
                    value: wrong ? "" : w("12 Ropewalk", "12 ممشى الحبال"), width: .long, autocomplete: "address-line1"),
                UI.TextField(
                    ask("postcode", "Postcode", "الرمز البريدي", optional: true), width: .short,
                    autocomplete: "postal-code"),
            ])
    }
    private var place: UI.MapPoint {
        UI.MapPoint(
            ask(
                "place", "Show us the place", "حدّد لنا المكان",
                error: ("Choose a place on the map", "اختر مكانًا على الخريطة")), data: samples.town,
            chosen: wrong ? nil : UI.Point(latitude: 0.0035, longitude: 0.004),
            place: w("12 Ropewalk", "12 ممشى الحبال"))
    }
    private var declaration: UI.Declaration {
        UI.Declaration(
            ask(
                "true", "I declare that this is so", "أقر بصحة ذلك",
                error: ("Tick the box to go on", "ضع علامة في المربع للمتابعة")),
            statements: [w("What I have written is true.", "ما كتبته صحيح."), w("The photo is mine.", "الصورة ملكي.")])
    }
}
