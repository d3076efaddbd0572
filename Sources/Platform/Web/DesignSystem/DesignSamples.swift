/// One of each part, in every state, with words to read.
struct DesignSamples: Sendable {
    let isArabic: Bool
    /// Keeps names apart where several specimens stand in one page.
    let suffix: String
    let title: String

    func w(_ english: String, _ arabic: String) -> String { isArabic ? arabic : english }

    func member(_ key: String) -> Any? {
        switch key {
        case "buttons": buttons
        case "tags": tags
        case "notices": notices
        case "cards": cards
        case "search":
            UI.Search(
                action: "/design", name: "q-\(suffix)", label: w("Search services", "ابحث في الخدمات") + " · \(title)")
        case "steps": steps
        case "questionPage": questionPage(wrong: false)
        case "wrongPage": questionPage(wrong: true)
        case "summaryList": summaryList
        case "timeline": timeline
        case "deadlines": deadlines
        case "confirmation":
            UI.Confirmation(
                w("We have your report", "وصلنا بلاغك"),
                text: w("You hear from us by Friday 5 June.", "ستصلك إجابتنا قبل يوم الجمعة 5 يونيو."),
                referenceLabel: w("Your reference", "رقم المرجع"), reference: "SR-2026-004182")
        case "receipt": receipt
        case "messages": messages
        case "emptyState":
            UI.EmptyState(
                .message, w("No messages yet", "لا توجد رسائل بعد"),
                w("When an agency writes to you, you find it here.", "عندما تكتب إليك جهة حكومية تجد رسالتها هنا."),
                button: UI.Button(w("Report a problem", "أبلغ عن مشكلة"), .secondary, href: "#"))
        case "details":
            UI.Details(
                w("Why we ask for this", "لماذا نسأل عن هذا"),
                [w("We need it to send someone to the right place.", "نحتاج إليه لنرسل أحدًا إلى المكان الصحيح.")])
        case "parts": parts
        case "live": UI.LiveStatus("", w("Being repaired", "قيد الإصلاح"))
        case "errorPage": UI.ErrorPage(404, requestID: "0192f3c4")
        case "signIn": signIn
        default: lists.member(key)
        }
    }

    private var parts: [any Component] {
        let links = [UI.Link(w("Ask someone at the counter", "اسأل موظفًا في الشباك"), "#")]
        return [
            UI.Paragraphs([w("Set as small print.", "نص صغير.")], isSmall: true),
            UI.Drawing(
                w("A way from here to there", "طريق من هنا إلى هناك"),
                HTML(
                    "<svg width=\"200\" height=\"24\" aria-hidden=\"true\"><path d=\"M4 12H196\" stroke=\"currentColor\"/></svg>"
                )),
            UI.PointList([w("Your old licence", "رخصتك القديمة"), w("A photograph", "صورة")]), UI.LinkList(links),
            UI.ButtonRow([UI.Button(w("None of these", "لا شيء من هذه"), href: "#")]),
            UI.ActionRow([UI.Action("#", UI.Button(w("Follow", "تابع"), .secondary))]),
            UI.Fold(w("Seldom needed", "قلّما يُحتاج إليه"), [UI.Paragraphs([w("More to do here.", "المزيد هنا.")])]),
        ]
    }

    private var lists: DesignListSamples { DesignListSamples(samples: self) }

    var town: UI.MapData {
        DesignListSamples.town(harbour: w("Old Harbour", "المرفأ القديم"), park: w("Park", "حديقة"))
    }
    func moment(_ day: Int) -> UI.Moment {
        UI.Moment(w("\(day) May 2026", "\(day) مايو 2026"), iso: "2026-05-\(day < 10 ? "0" : "")\(day)")
    }
    func question(
        _ name: String, _ english: String, _ arabic: String, hint: String? = nil, error: String? = nil,
        optional: Bool = false
    ) -> UI.Question {
        UI.Question("\(name)-\(suffix)", w(english, arabic), hint: hint, error: error, optional: optional)
    }

    private var buttons: [UI.Button] {
        [
            UI.Button(w("Send the report", "أرسل البلاغ")),
            UI.Button(w("Save for later", "احفظ لوقت لاحق"), .secondary, icon: .download),
            UI.Button(w("Withdraw the report", "اسحب البلاغ"), .destructive),
            UI.Button(w("Cancel", "إلغاء"), .quiet),
        ]
    }

    private var tags: [UI.Tag] {
        [
            UI.Tag(w("Draft", "مسودة")), UI.Tag(w("Repaired", "أُصلح"), .done),
            UI.Tag(w("In progress", "قيد التنفيذ"), .notice), UI.Tag(w("Due soon", "موعدها قريب"), .warning),
            UI.Tag(w("Refused", "مرفوض"), .problem),
        ]
    }

    private var notices: [UI.Notice] {
        [
            UI.Notice(
                .done, w("Your answer was saved", "حُفظت إجابتك"),
                [w("You can change it until Friday.", "يمكنك تغييرها حتى يوم الجمعة.")],
                action: UI.Action("#", UI.Button(w("Undo", "تراجع"), .quiet))),
            UI.Notice(
                .notice, w("The library is closed on Monday", "المكتبة مغلقة يوم الاثنين"),
                [w("Return your books at the box beside the door.", "أعد كتبك في الصندوق بجانب الباب.")]),
            UI.Notice(
                .warning, w("Your licence ends in 12 days", "تنتهي رخصتك بعد 12 يومًا"), [],
                links: [UI.Link(w("Renew your licence", "جدّد رخصتك"), "#")]),
            UI.Notice(
                .problem, w("We could not take the payment", "لم نتمكن من تحصيل المبلغ"),
                [
                    w(
                        "Your bank refused it. Nothing was taken. Try another card.",
                        "رفض مصرفك العملية ولم يُخصم شيء. جرّب بطاقة أخرى.")
                ]),
        ]
    }

    private var cards: UI.ServiceCards {
        UI.ServiceCards([
            UI.ServiceCard(
                w("Report a problem in the street", "أبلغ عن مشكلة في الشارع"), "#",
                text: w(
                    "A broken light, a hole in the road, waste left behind.",
                    "إنارة معطلة أو حفرة في الطريق أو نفايات متروكة."),
                facts: [w("Takes 3 minutes", "تستغرق 3 دقائق"), w("Free", "مجانًا")], icon: .pin),
            UI.ServiceCard(
                w("Renew your driving licence", "جدّد رخصة القيادة"), "#",
                text: w("You need your licence number.", "تحتاج إلى رقم رخصتك."),
                facts: [w("Takes 10 minutes", "تستغرق 10 دقائق"), w("€ 24.00", "24.00 €")], icon: .document),
            UI.ServiceCard(
                w("Ask for a place in a nursery", "اطلب مكانًا في الحضانة"), "#",
                tag: UI.Tag(w("Opens 1 March", "تُفتح في 1 مارس"), .notice), icon: .person),
        ])
    }

    private var steps: UI.StepList {
        UI.StepList([
            UI.Step(w("Say what is wrong", "اذكر المشكلة"), .done, href: "#"),
            UI.Step(
                w("Show us where", "حدّد لنا المكان"), .current, href: "#",
                text: w("A street and number, or a place on the map", "شارع ورقم أو مكان على الخريطة")),
            UI.Step(w("Add a photo", "أضف صورة"), .open, href: "#"),
            UI.Step(w("Check and send", "راجع وأرسل"), .closed),
        ])
    }

    private func questionPage(wrong: Bool) -> UI.QuestionPage {
        let fields = DesignFieldSamples(samples: self, wrong: wrong).fields
        return UI.QuestionPage(
            title: wrong
                ? w("With answers to correct", "مع إجابات تحتاج إلى تصحيح")
                : w("Tell us about the problem", "أخبرنا عن المشكلة"),
            caption: w("Report a problem · step 2 of 4", "الإبلاغ عن مشكلة · الخطوة 2 من 4"),
            introduction: wrong
                ? [] : [w("We show your report to the people who repair it.", "نعرض بلاغك على من يصلح المشكلة.")],
            back: "#",
            form: UI.Form(
                action: "/design", fields: fields, buttons: [UI.Button(w("Continue", "متابعة"))], multipart: true))
    }

    private var summaryList: UI.SummaryList {
        UI.SummaryList(
            title: w("Check your answers", "راجع إجاباتك"),
            [
                UI.SummaryRow(w("Problem", "المشكلة"), w("Street light out", "إنارة شارع معطلة"), change: "#"),
                UI.SummaryRow(
                    w("Place", "المكان"), w("12 Ropewalk", "12 ممشى الحبال"), w("Eastquay", "الرصيف الشرقي"),
                    change: "#"),
                UI.SummaryRow(
                    w("Your name", "اسمك"), w("Sample Person", "شخص للتجربة"),
                    source: w("From the register of residents", "من سجل السكان")),
                UI.SummaryRow(w("State", "الحالة"), tag: UI.Tag(w("In progress", "قيد التنفيذ"), .notice)),
                UI.SummaryRow(w("Received", "وصل في"), moment: moment(4)),
            ])
    }

    private var timeline: UI.Timeline {
        UI.Timeline(
            w("What happened", "ما حدث"),
            [
                UI.TimelineEvent(.past, w("You sent the report", "أرسلت البلاغ"), moment: moment(4)),
                UI.TimelineEvent(
                    .past, w("We gave it to the people who repair it", "أحلناه إلى فريق الإصلاح"), moment: moment(5),
                    actor: w("Public Works", "الأشغال العامة"),
                    [w("A crew looks at the light this week.", "سيفحص فريق الإنارة هذا الأسبوع.")]),
                UI.TimelineEvent(
                    .problem, w("A part is missing", "قطعة ناقصة"), moment: moment(8),
                    [w("We have ordered it.", "لقد طلبناها.")]),
                UI.TimelineEvent(
                    .current, w("Being repaired", "قيد الإصلاح"), links: [UI.Link(w("Add a photo", "أضف صورة"), "#")]),
                UI.TimelineEvent(.future, w("We tell you that it is done", "نخبرك بإتمام الإصلاح")),
            ])
    }

    private var deadlines: [UI.Deadline] {
        let label = w("Decide by", "القرار قبل")
        return [
            UI.Deadline(label, day: moment(29), remaining: w("9 working days left", "بقيت 9 أيام عمل"), passed: 0.35),
            UI.Deadline(
                label, day: moment(14), remaining: w("2 working days left", "بقي يوما عمل"), meaning: .warning,
                passed: 0.85),
            UI.Deadline(
                label, day: moment(8), remaining: w("3 working days late", "تأخّر 3 أيام عمل"), meaning: .problem,
                passed: 1),
            UI.Deadline(
                w("Decided on", "صدر القرار في"), day: moment(11), remaining: w("In time", "في الموعد"), meaning: .done,
                passed: 0.6),
        ]
    }

    private var receipt: UI.Receipt {
        UI.Receipt(
            w("Receipt", "إيصال"),
            [
                UI.SummaryRow(w("What", "ماذا"), w("Report received", "استُلم البلاغ")),
                UI.SummaryRow(w("When", "متى"), moment: moment(4)),
                UI.SummaryRow(w("Place in the public record", "الموضع في السجل العام"), "18\u{A0}204"),
            ],
            codeLabel: w("Fingerprint", "البصمة"), code: "9f2c 41d0 77ab 03e8 5c1b 6fd2 a940 e1c7",
            verify: UI.Link(w("Check this receipt", "تحقّق من هذا الإيصال"), "#"))
    }

    private var messages: [UI.Message] {
        [
            UI.Message(
                from: w("Public Works", "الأشغال العامة"), moment(8),
                subject: w("Which side of the street?", "أي جانب من الشارع؟"),
                [w("Tell us if the light is on the side of the school.", "أخبرنا إن كانت الإنارة في جانب المدرسة.")],
                attachments: [UI.Link(w("Plan of the street (PDF, 84 kB)", "مخطط الشارع (PDF، 84 كيلوبايت)"), "#")],
                unread: true),
            UI.Message(
                from: w("You", "أنت"), moment(9), [w("Yes, right beside the gate.", "نعم، بجانب البوابة مباشرة.")],
                own: true),
        ]
    }

    private var signIn: UI.SignIn {
        UI.SignIn(
            action: "/design",
            email: UI.TextField(
                question("email", "Email address", "البريد الإلكتروني"), kind: .email, width: .long,
                autocomplete: "username"),
            password: UI.TextField(
                question("password", "Password", "كلمة المرور"), kind: .password, width: .long,
                autocomplete: "current-password"),
            forgotten: "#", create: "#",
            problem: w(
                "The address or the password is not right. Try again.",
                "البريد الإلكتروني أو كلمة المرور غير صحيحة. حاول مرة أخرى."))
    }
}
