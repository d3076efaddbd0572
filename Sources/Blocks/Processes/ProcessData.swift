import BPMN
import Base
import BuildingBlock
import FEEL
import Journal
import Store

/// What processes hold about people: the variables of the cases that are theirs, and the tasks that they did.
extension ProcessDesk {
    private static func words(_ english: String, _ french: String, _ arabic: String) -> LocalizedText {
        LocalizedText(english, in: .english, translations: [.french: french, .arabic: arabic])
    }

    var personalData: [PersonalDataSource] { [ownCases, ownTasks] }

    private var ownCases: PersonalDataSource {
        PersonalDataSource(
            name: "processes.cases",
            title: Self.words("Your cases in progress", "Vos dossiers en cours de traitement", "إجراءات معاملاتك"),
            export: { party, transaction in
                let rows = try transaction.rows(
                    "SELECT \(ProcessInstance.columns), state FROM processes_instances WHERE concerns = \(party) ORDER BY id"
                )
                return .array(
                    try rows.map { row in
                        let instance = try ProcessInstance(row)
                        let state: ProcessState = try Stored.value(row["state"])
                        return [
                            "process": .string(instance.process), "reference": .string(instance.businessKey),
                            "page": .string(instance.about), "state": .string(instance.status.rawValue),
                            "began": .string(instance.startedAt.iso8601),
                            "ended": instance.endedAt.map { .string($0.iso8601) } ?? .null,
                            "values": try JSON(parsing: FEELValue.context(state.variables).json),
                        ]
                    })
            },
            // A case that goes on needs what it holds; one that has ended keeps that it was, and how it went.
            erase: { party, transaction, now in
                let rows = try transaction.rows(
                    """
                    SELECT id, state FROM processes_instances WHERE concerns = \(party) AND status <> 'running'
                    """)
                for row in rows {
                    let id: Identifier<ProcessInstance> = try row["id"]
                    let state: ProcessState = try Stored.value(row["state"])
                    try transaction.execute(
                        """
                        UPDATE processes_instances SET state = \(try Stored.text(state.withoutVariables)), concerns = NULL,
                            version = version + 1, updated_at = \(now) WHERE id = \(id)
                        """)
                    try transaction.execute(
                        """
                        UPDATE processes_tasks SET inputs = \(try Stored.text(Variables())) WHERE instance = \(id)
                        """)
                    try transaction.execute("UPDATE processes_incidents SET message = '' WHERE instance = \(id)")
                    try transaction.execute("DELETE FROM processes_orders WHERE instance = \(id)")
                }
            })
    }

    private var ownTasks: PersonalDataSource {
        PersonalDataSource(
            name: "processes.tasks",
            title: Self.words("Tasks that you took", "Tâches que vous avez prises en charge", "المهام التي توليتها"),
            export: { party, transaction in
                .array(
                    try transaction.rows("SELECT * FROM processes_tasks WHERE assignee = \(party) ORDER BY id").map {
                        row in
                        let task = try ProcessTask(row)
                        return [
                            "task": .string(task.name), "state": .string(task.state.rawValue),
                            "began": .string(task.createdAt.iso8601),
                            "ended": task.endedAt.map { .string($0.iso8601) } ?? .null,
                        ]
                    })
            },
            erase: { party, transaction, _ in
                try transaction.execute(
                    "UPDATE processes_tasks SET assignee = NULL WHERE assignee = \(party) AND state <> 'open'")
            })
    }
}
