import FEEL

/// All ways through a form, for a page that shows them and for the preview.
public struct RouteMap: Sendable {
    public struct Node: Sendable {
        public var page: String
        public var title: Wording
        /// The page's condition; nil: everyone meets it.
        public var condition: String?
        public var questions: [(name: String, label: Wording, kind: String, condition: String?)]
        public var isOnDefaultRoute: Bool
    }

    /// A way that some applicant takes.
    public struct Route: Sendable {
        public var pages: [String]
        /// Answers and evidence that lead along it.
        public var because: [Journey.Named]
    }

    public var nodes: [Node]
    /// The pages that one meets to whom no condition applies.
    public var defaultRoute: [String]
    public var routes: [Route]
    /// There may be more routes than were found.
    public var isComplete: Bool
}

extension Service {
    private var conditions: [Formula] { pages.flatMap { [$0.when].compactMap { $0 } } }

    /// The ways through the form. `now` is for conditions that ask for today.
    public func routeMap(now: DateTime) -> RouteMap {
        let usual = pages.filter { $0.when == nil }.map(\.name)
        var routes: [RouteMap.Route] = []
        let sampling = Sampling(self, conditions, now: now)
        sampling.each { answers, facts in
            let journey = Journey(self, answers: answers, facts: facts, stopsWhereRulesFail: false)
            let found = journey.pages.map(\.page.name)
            if !routes.contains(where: { $0.pages == found }) {
                let because = conditions.flatMap(\.fields).reduce(into: [Journey.Named]()) { named, field in
                    var value = journey.values[field.place]
                    for name in field.path { if case .context(let context) = value { value = context[name] ?? .null } }
                    if !named.contains(where: { $0.name == field.name }) {
                        named.append(.init(name: field.name, value: value.literal))
                    }
                }
                routes.append(.init(pages: found, because: because))
            }
            return routes.count < 200
        }
        // Ways that only a whole record leads along are known from the examples.
        for example in examples {
            let found = Journey(self, answers: example.answers, facts: example.facts).pages.map(\.page.name)
            if Journey(self, answers: example.answers, facts: example.facts).isEligible,
                !routes.contains(where: { $0.pages == found })
            {
                routes.append(.init(pages: found, because: [.init(name: "example", value: example.name)]))
            }
        }
        routes.sort { ($0.pages == usual ? 0 : 1, $0.pages.count) < ($1.pages == usual ? 0 : 1, $1.pages.count) }
        let nodes = pages.map { page in
            RouteMap.Node(
                page: page.name, title: page.title, condition: page.when?.text,
                questions: page.questions.map { ($0.name, $0.label, $0.kind.name, $0.when?.text) },
                isOnDefaultRoute: usual.contains(page.name))
        }
        return RouteMap(
            nodes: nodes, defaultRoute: usual, routes: routes,
            isComplete: sampling.size != nil && !sampling.isOpen && routes.count < 200)
    }

    /// Pages and questions that no answer reaches.
    ///
    /// - Parameter met: the ways of applicants already tried, such as the examples.
    func unreachable(now: DateTime, met: [Journey] = []) -> [Mistake] {
        var mistakes: [Mistake] = []
        for page in pages {
            if let when = page.when {
                mistakes += examine("page \(page.name)", when, [], page.line, now, met) { $0.stop(page.name) != nil }
            }
            for question in page.questions {
                guard let when = question.when else { continue }
                mistakes += examine(
                    "question \(question.name)", when, [page.when].compactMap { $0 }, question.line, now, met
                ) { journey in
                    journey.stop(page.name)?.questions.contains { $0.question.name == question.name } ?? false
                }
            }
        }
        return mistakes
    }

    private func examine(
        _ what: String, _ when: Formula, _ others: [Formula], _ line: Int, _ now: DateTime, _ met: [Journey],
        _ isReached: (Journey) -> Bool
    ) -> [Mistake] {
        if met.contains(where: isReached) { return [] }
        func reaches(_ formulas: [Formula], stops: Bool) -> (found: Bool, tried: Int?) {
            let sampling = Sampling(self, formulas, now: now)
            var found = false
            sampling.each { answers, facts in
                found = isReached(Journey(self, answers: answers, facts: facts, stopsWhereRulesFail: stops))
                return !found
            }
            return (found, sampling.isOpen ? nil : sampling.size)
        }
        let open = reaches([when] + others, stops: false)
        if !open.found {
            let known = open.tried != nil
            return [
                Mistake(
                    known
                        ? "no answer reaches \(what): '\(when.text.shortened)' is never true"
                        : "\(what) was not reached in \(Sampling.most) trials: is '\(when.text.shortened)' ever true?",
                    file: "service.yaml", line: line, severity: known ? .error : .warning)
            ]
        }
        let rules = eligibility.map(\.require)
        if rules.isEmpty || reaches([when] + others + rules, stops: true).found { return [] }
        // Shut by the rules: certain only where everything was tried.
        let tried = Sampling(self, [when] + others + rules, now: now)
        if tried.isOpen { return [] }
        let shut = tried.size != nil
        return [
            Mistake(
                "nobody who fulfils the eligibility rules reaches \(what)", file: "service.yaml", line: line,
                severity: shut ? .error : .warning)
        ]
    }
}
