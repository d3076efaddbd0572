import FEEL

/// Undoing what has completed, and transactions. BPMN 2.0.2, 10.7, 13.5.5 (compensation), 13.3.4 (transaction).
extension Run {
    /// A completed activity that something can undo is remembered by its scope.
    mutating func remember(_ node: CompiledNode, _ live: Live) {
        let inside = live.extra?.values.records ?? []
        let isSubProcess = node.body != nil
        guard node.compensationHandler != nil || isSubProcess && (!inside.isEmpty || node.body?.compensation != nil),
            !node.isEventSubProcess, live.role == .work
        else { return }
        var scope = live.parent
        if let around = self.live(scope), around.role == .loop { scope = around.parent }
        let record = CompensationRecord(node: live.node, variables: live.variables, inside: inside)
        changeExtra(scope) { $0.records.append(record) }
    }

    /// Begins to compensate; true where the event that throws waits for it.
    mutating func compensate(_ activity: Int?, thrower: Live, waits: Bool) -> Bool {
        var scope = thrower.parent
        // From within an event sub-process or a handler, the activities beside it are meant.
        while let live = live(scope), scope != 0, node(live).isEventSubProcess || live.role == .compensation {
            scope = live.parent
        }
        if let activity {
            var search: Int32? = scope
            while let key = search {
                if extra(key).records.contains(where: { Int($0.node) == activity }) {
                    scope = key
                    break
                }
                search = key == 0 ? nil : live(key)?.parent
            }
        }
        let all = extra(scope).records
        let chosen = activity.map { wanted in all.filter { Int($0.node) == wanted } } ?? all
        if chosen.isEmpty { return false }
        changeExtra(scope) { extra in
            if let activity { extra.records.removeAll { Int($0.node) == activity } } else { extra.records = [] }
        }
        begin(chosen, in: scope, node: node(thrower), owner: waits ? thrower.key : nil)
        return waits
    }

    /// A life that undoes records one by one, the last first.
    private mutating func begin(_ records: [CompensationRecord], in scope: Int32, node: CompiledNode, owner: Int32?) {
        change(scope) { $0.count += 1 }
        let driver = add(node, in: scope, role: .compensation)
        changeExtra(driver) {
            $0.records = records
            $0.owner = owner
        }
        later(.compensate(driver))
    }

    mutating func compensateNext(_ driver: Int32) {
        guard let live = live(driver), live.count == 0 else { return }
        guard let record = extra(driver).records.last else {
            compensated(driver)
            return
        }
        changeExtra(driver) { $0.records.removeLast() }
        change(driver) { $0.count += 1 }
        let done = definition.nodes[Int(record.node)]
        if let handler = done.compensationHandler {
            let node = definition.nodes[handler]
            if let loop = node.loop {
                beginLoop(node, loop, driver)
            } else {
                begin(node, in: driver, variables: record.variables)
            }
            return
        }
        // A sub-process is looked into again, with the variables that it had.
        let inside = add(done, in: driver, role: .compensated, variables: record.variables)
        changeExtra(inside) { $0.records = record.inside }
        if let handler = done.body?.compensation, let start = definition.nodes[handler].body?.entrances.first {
            startEventSubProcess(definition.nodes[start], inside, isInterrupting: false, Variables())
        } else {
            changeExtra(inside) { $0.records = [] }
            begin(record.inside, in: inside, node: done, owner: nil)
        }
    }

    /// Everything is undone.
    private mutating func compensated(_ driver: Int32) {
        guard let live = live(driver) else { return }
        let owner = extra(driver).owner
        remove(driver)
        guard let owner, let waiting = self.live(owner) else {
            release(live.parent)
            return
        }
        if waiting.phase == .cancelling {
            change(live.parent) { $0.count -= 1 }
            leaveCancelled(owner)
            return
        }
        complete(owner)
        release(live.parent)
    }

    // MARK: Transactions

    /// A transaction is cancelled: what runs in it stops, what completed in it is undone. BPMN 2.0.2, 13.3.4.
    mutating func cancelTransaction(from key: Int32) {
        var current = key
        while let live = live(current), current != 0, !(node(live).isTransaction && live.role == .work) {
            current = live.parent
        }
        guard let transaction = live(current), node(transaction).isTransaction else {
            complete(key)
            return
        }
        cancelInside(current)
        change(current) { $0.phase = .cancelling }
        let records = extra(current).records
        changeExtra(current) { $0.records = [] }
        if records.isEmpty {
            leaveCancelled(current)
        } else {
            begin(records, in: current, node: node(transaction), owner: current)
        }
    }

    private mutating func leaveCancelled(_ key: Int32) {
        guard let transaction = live(key) else { return }
        change(key) { $0.phase = .active }
        let boundary = node(transaction).boundaries.map { definition.nodes[$0] }.first { boundary in
            boundary.triggers.contains { if case .cancel = $0.kind { true } else { false } }
        }
        if let boundary {
            interrupt(key, boundary: boundary, Variables())
        } else {
            // Nobody said where a cancelled transaction goes: it goes on as any other.
            complete(key)
        }
    }
}
