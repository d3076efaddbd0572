import Testing

@testable import ServiceDefinition

@Suite("Every mistake of a designer is told with file and line") struct MistakeTests {
    private let head = "service: sample\ntitle: A sample\nlanguages: [en]\n"
    private let page = "pages:\n  - page: one\n    questions:\n      - is new: { type: yes-no, label: New? }\n"

    private func expect(
        _ yaml: String, _ fragments: String..., others: [String: String] = [:],
        at place: SourceLocation = #_sourceLocation
    ) {
        let found = Samples.mistakes(yaml, others)
        for fragment in fragments {
            #expect(
                found.contains { $0.contains(fragment) }, "\(fragment) is not among \(found)", sourceLocation: place)
        }
    }

    @Test("A service in order has none")
    func inOrder() { #expect(Samples.mistakes(head + page) == []) }

    @Test("An unknown name says where it stands and what was probably meant")
    func names() {
        expect(
            head + page + "      - why: { type: text, label: Why?, when: is mew }\n",
            "service.yaml:8: question why: when cannot be read: unexpected 'mew'; did you mean 'is new'?")
        expect(
            head + page + "      - why: { type: text, label: Why?, when: its new }\n",
            "service.yaml:8: question why: when: 'its new' is not known here; did you mean 'is new'?")
    }

    @Test("An unknown key, kind, section or choice likewise")
    func keys() {
        expect(
            head + "tittle: x\n" + page,
            "service.yaml:4: the service: 'tittle' is not known here; did you mean 'title'?")
        expect(
            head + page.replacing("yes-no", with: "yes-nno"),
            "service.yaml:7: question is new: there is no kind of question 'yes-nno'; did you mean 'yes-no'?")
        expect(
            head
                + "pages:\n  - page: one\n    questions:\n      - k: { type: choice, label: K?, choices: [car, bus] }\n      - l: { type: text, label: L?, when: 'k = \"bas\"' }\n",
            "service.yaml:8: question l: when: 'bas' is not one of the choices of 'k'; did you mean 'bus'?")
    }

    @Test("A field that a registry lacks is found, and a registry that is not there")
    func registries() {
        let evidence = "evidence:\n  licence: { registry: driving-licences, where: holder = applicant.id }\n"
        expect(
            head + evidence + "eligibility:\n  - require: licence.expire > today()\n    otherwise: No.\n" + page,
            "service.yaml:7: eligibility rule 1: 'licence' has no 'expire'; did you mean 'expires'?")
        expect(
            head + evidence.replacing("driving-licences", with: "driving-licence") + page,
            "there is no registry 'driving-licence'; did you mean 'driving-licences'?")
        expect(
            head + evidence.replacing("holder", with: "holdr") + page,
            "service.yaml:5: evidence licence: where: 'holdr' is not known here; did you mean 'holder'?")
    }

    @Test("Values of different kinds are not compared")
    func kinds() {
        expect(
            head + page + "      - why: { type: text, label: Why?, when: 'is new = \"yes\"' }\n",
            "compare it with yes or no")
        expect(
            head + page + "      - n: { type: number, label: N? }\n      - why: { type: text, label: Why?, when: n }\n",
            "must give yes or no, but 'n' gives a number")
    }

    @Test("What is asked only later cannot be a condition")
    func order() {
        expect(
            head
                + "pages:\n  - page: one\n    questions:\n      - a: { type: text, label: A?, when: b }\n      - b: { type: yes-no, label: B? }\n",
            "service.yaml:7: question a: when: 'b' is asked only later")
    }

    @Test("A page that no answer reaches")
    func unreachable() {
        let two = head + "pages:\n  - page: one\n    questions:\n      - n: { type: integer, label: N? }\n"
        expect(
            two
                + "  - page: never\n    title: T\n    when: n > 10 and n < 10\n    questions:\n      - x: { type: text, label: X? }\n",
            "service.yaml:8: no answer reaches page never")
        #expect(
            Samples.mistakes(
                two
                    + "  - page: rare\n    title: T\n    when: n > 10 and n < 12\n    questions:\n      - x: { type: text, label: X? }\n"
            ) == [])
        expect(
            head + "eligibility:\n  - require: n >= 18\n    otherwise: No.\n"
                + "pages:\n  - page: one\n    questions:\n      - n: { type: integer, label: N? }\n"
                + "  - page: young\n    title: T\n    when: n < 16\n    questions:\n      - x: { type: text, label: X? }\n",
            "nobody who fulfils the eligibility rules reaches page young")
    }

    @Test("A translation that is missing, and one of a text that is gone")
    func translations() {
        let yaml = "service: sample\ntitle: A sample\nlanguages: [en, fr]\n" + page
        expect(
            yaml, "service.yaml:7: 'New?' (pages.one.is new.label) is not translated into 'fr'",
            "texts/fr.yaml:1: 'A sampel' is no text of this service; did you mean 'A sample'?",
            others: ["texts/fr.yaml": "A sampel: Un exemple\n"])
        #expect(
            Samples.mistakes(
                yaml, ["texts/fr.yaml": "A sample: Un exemple\npages: { one: { is new: { label: Nouveau ? } } }\n"])
                == [])
    }

    @Test("An example whose outcome differs")
    func examples() {
        expect(
            head + page + "fee: 10\n", "examples/a.yaml:1: example 'A': fee: expected 12, found 10",
            others: ["examples/a.yaml": "example: A\ndate: 2026-05-04\nanswers: { is new: yes }\nexpect: { fee: 12 }\n"]
        )
    }

    @Test("What is no YAML at all says which line")
    func yaml() {
        expect("service: a\n\ttitle: b\n", "service.yaml:2:", "indent with spaces, not tabs")
        expect("service: a\ntitle: Renew: your licence\n", "service.yaml:2:", "in quotes")
        expect("", "service.yaml: the file is empty")
        #expect(
            Service.check(files: [:], now: Samples.now).mistakes.first?.message.contains("there is no service.yaml")
                == true)
    }

    @Test("A file that is named and not there; letters; decisions of models")
    func files() {
        expect(
            head + page + "process: proces.bpmn\n", "there is no file 'proces.bpmn'", others: ["process.bpmn": "<a/>"])
        expect(
            head + page + "fee: { decision: fee.dmn#Fee }\n",
            "service.yaml:8: fee line 1: there is no file 'fee.dmn' in the folder")
        expect(head + page + "decisions: { approve: { letter: yess } }\n", "there is no letter 'yess'")
        expect(
            head + page + "letters: { yes letter: { title: T, template: l.mustache } }\n",
            "l.mustache:2: '{{is nev}}' cannot be read: unexpected 'nev'; did you mean 'is new'?",
            "l.mustache:3: '{{#is new}}' is never closed", others: ["l.mustache": "Hello\n{{is nev}}\n{{#is new}} x"])
    }

    @Test("Where the meaning is clear, spelling is free")
    func forgiving() {
        for kind in ["yes-no", "yes no", "yes_no", "YesNo", "boolean"] {
            #expect(Samples.mistakes(head + page.replacing("yes-no", with: kind)) == [], "\(kind)")
        }
        #expect(
            Samples.mistakes(
                head + page + "clock: { working_days: 10, pauses-while: waiting, silence means: Approval }\n") == [])
        #expect(
            Samples.mistakes(
                head
                    + "pages:\n  - page: one\n    questions:\n      is new: { type: yes-no, label: New? }\n      why: { label: Why?, when: is new = yes }\n    title: T\n"
            ) == [])
    }
}
