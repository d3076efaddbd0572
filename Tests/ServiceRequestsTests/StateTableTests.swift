import Testing

@testable import ServiceRequests

@Suite("State table")
struct StateTableTests {
    @Test(
        "each row leads where the table says",
        arguments: [
            (RequestStatus.received, RequestAction.accept, RequestStatus.accepted), (.received, .start, .inProgress),
            (.received, .resolve, .resolved), (.received, .refuse, .refused), (.received, .merge, .merged),
            (.received, .handOver, .received), (.accepted, .start, .inProgress), (.accepted, .resolve, .resolved),
            (.accepted, .refuse, .refused), (.accepted, .merge, .merged), (.accepted, .handOver, .received),
            (.inProgress, .resolve, .resolved), (.inProgress, .refuse, .refused), (.inProgress, .merge, .merged),
            (.inProgress, .handOver, .received), (.resolved, .reopen, .accepted), (.refused, .reopen, .accepted),
            (.merged, .reopen, .received),
        ])
    func row(from: RequestStatus, action: RequestAction, to: RequestStatus) {
        #expect(from.after(action) == to)
        #expect(from.actions.contains(action))
    }

    @Test("there are no other rows, and none twice")
    func complete() {
        #expect(StatusTransition.table.count == 18)
        #expect(Set(StatusTransition.table.map { "\($0.from) \($0.action)" }).count == 18)
    }

    @Test("what is closed can only be opened again", arguments: RequestStatus.closed)
    func closed(status: RequestStatus) { #expect(status.actions == [.reopen]) }

    @Test("what is open can always be closed and handed over", arguments: RequestStatus.open)
    func open(status: RequestStatus) {
        #expect(Set(status.actions).isSuperset(of: [.resolve, .refuse, .merge, .handOver]))
        #expect(!status.actions.contains(.reopen))
    }
}
