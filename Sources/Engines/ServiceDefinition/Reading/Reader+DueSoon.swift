import FEEL

/// What ends on a day that registers know.
extension Reader {
    func readDueSoon(_ item: Item?, _ service: inout Service) {
        for (index, item) in (item?.items ?? []).enumerated() {
            let about = "due soon \(index + 1)"
            let keys = section(item, about, ["date", "within days", "when", "words"])
            if keys["date"] == nil {
                mistake("\(about): 'date' is missing: the day, such as licence.expires", item.line)
            }
            if keys["words"] == nil {
                mistake("\(about): 'words' is missing: what ends, such as Your driving licence ends", item.line)
            }
            // Nothing has been asked yet where this is told: only what registers know counts.
            guard let date = formula(keys["date"], "\(about): date", .date, limit: 0),
                let words = wording(keys["words"], "due soon.\(index + 1).words")
            else { continue }
            service.dueSoon.append(
                .init(
                    date: date, withinDays: number(keys["within days"], "\(about): within days", in: 1...3650) ?? 60,
                    when: formula(keys["when"], "\(about): when", .condition, limit: 0), words: words, line: item.line))
        }
    }
}
