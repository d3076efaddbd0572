"""Models as the editors and test suites of other engines write them: run where they mean the same here, refused with the element and
the reason where they do not, and never run wrongly."""

import subprocess

import pytest

import harness

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:flowable="http://flowable.org/bpmn" '
    'xmlns:spiff="http://spiffworkflow.org/bpmn/schema/1.0/core" xmlns:tns="http://www.jboss.org/drools" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:t">'
)


def run(tmp_path, model, script="", *arguments):
    (tmp_path / "model.bpmn").write_text(HEAD + model + "</definitions>")
    (tmp_path / "events.yaml").write_text(script)
    done = subprocess.run(
        [harness.program(), "bpmn", "run", "model.bpmn", "--script", "events.yaml", "--now", "2026-01-02T09:00:00Z", *arguments],
        capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert done.returncode in (0, 1), f"{done.returncode}\n{done.stderr}"
    return done


def completes(tmp_path, model, script="", *arguments):
    done = run(tmp_path, model, script, *arguments)
    assert done.returncode == 0 and "status: completed" in done.stdout, done.stdout + done.stderr
    return done.stdout


def flows(*pairs):
    return "".join(f'<sequenceFlow id="f{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)


def chosen(condition, attributes=""):
    """A gateway that goes to `yes` where the condition holds."""
    condition = condition.replace("&", "&amp;").replace("<", "&lt;")
    return (
        '<process id="p"><startEvent id="s"/><exclusiveGateway id="g" default="n"/><task id="yes"/><task id="no"/>' + flows(("s", "g"))
        + f'<sequenceFlow id="c" sourceRef="g" targetRef="yes"><conditionExpression xsi:type="tFormalExpression" {attributes}>{condition}'
        '</conditionExpression></sequenceFlow><sequenceFlow id="n" sourceRef="g" targetRef="no"/></process>'
    )


INPUT = '{"x": 6, "choice": "Yes", "items": [1, 2], "none": null, "empty list": [], "o": {"n": 3}, "ok": true, "s": "abc"}'


@pytest.mark.parametrize("condition", [
    "x > 5", "x == 6", "x == 6.0", "choice == 'Yes'", 'choice == "Yes" and x > 5', "x != 5 or ok", "choice in ['Yes', 'No']",
    "none is None", "x is not None", "ok == True",
    "${x > 5}", "#{x ge 6}", "${choice eq 'Yes' && ok}", "${!ok || x == 6}", "${not empty items}", "${empty none}", "${empty s == false}",
    "${execution.getVariable('x') == 6}", "${o.n == 3}", "x === 6", "return x > 5;", 'return choice == "Yes";',
    "=x > 5", '=choice = "Yes"', "=count(items) = 2 and items[1] = 1", "=some i in items satisfies i > 1",
])
def test_a_condition_that_means_the_same_in_feel_holds(tmp_path, condition):
    assert "completed task yes" in completes(tmp_path, chosen(condition), "", "--input", INPUT)


@pytest.mark.parametrize("condition, reason", [
    ("items[0] == 1", "counts from 0"), ("${items[0] == 1}", "counts from 0"), ("items[0] > 0", "counts from 0"),
    ("len(items) > 0", "no function 'len'"), ("o.get('n') == 3", "method 'get'"), ("s.upper() == 'ABC'", "method 'upper'"),
    ("${items.size() > 0}", "method 'size'"), ("${bean.check(x)}", "method 'check'"), ("${s.equals('abc')}", "method 'equals'"),
    ("x % 2 == 0", "modulo"), ("${x mod 2 == 0}", "'x mod 2' is no name"), ("typeof x == 'number'", "no name"),
    ("=x == 6", "FEEL compares with '='"), ("x if ok else 0", "is not FEEL"), ("${ok ? true : false}", "is not FEEL"),
    ("eval(x > 5)", "no function 'eval'"), ("lambda: 1", "is not FEEL"),
])
def test_a_condition_that_would_run_wrongly_is_refused_with_its_flow(tmp_path, condition, reason):
    done = run(tmp_path, chosen(condition), "", "--input", INPUT)
    assert done.returncode == 1 and "completed" not in done.stdout
    assert "model.bpmn: line 1: c: its condition" in done.stderr and reason in done.stderr, done.stderr


def test_the_language_of_a_rule_does_not_matter_where_it_means_the_same(tmp_path):
    for language in ["http://www.java.com/java", "javascript", "http://www.mvel.org/2.0", "groovy"]:
        model = chosen("return x > 5;", f'language="{language}"')
        assert "completed task yes" in completes(tmp_path, model, "", "--input", INPUT)


def test_camunda_7_an_invoice_with_form_listeners_and_delegate(tmp_path):
    model = """<process id="invoice" isExecutable="true" camunda:historyTimeToLive="30"><startEvent id="s" camunda:formKey="embedded:x">
<extensionElements><camunda:formData><camunda:formField id="amount" type="long" label="Amount"/></camunda:formData></extensionElements></startEvent>
<userTask id="approve" name="Approve" camunda:candidateGroups="accounting" camunda:dueDate="${dateTime}"><extensionElements><camunda:formData>
<camunda:formField id="approved" type="boolean" defaultValue="false"/></camunda:formData></extensionElements></userTask>
<exclusiveGateway id="g"/><serviceTask id="archive" camunda:class="org.example.Archive" camunda:asyncBefore="true"/>
<serviceTask id="notify" camunda:expression="${mail.send(execution)}" camunda:resultVariable="sent"/><endEvent id="e"/>""" + flows(
        ("s", "approve"), ("approve", "g"), ("archive", "e"), ("notify", "e")) + """
<sequenceFlow id="y" sourceRef="g" targetRef="archive"><conditionExpression xsi:type="tFormalExpression">${approved}</conditionExpression></sequenceFlow>
<sequenceFlow id="n" sourceRef="g" targetRef="notify"><conditionExpression xsi:type="tFormalExpression">${!approved}</conditionExpression></sequenceFlow></process>"""
    script = "- complete: approve\n  with: {approved: false}\n- expect: {status: completed}\n"
    out = completes(tmp_path, model, script, "--input", '{"dateTime": "2026-01-05T09:00:00Z"}')
    assert "serviceTask notify" in out and "serviceTask archive" not in out


def test_camunda_8_feel_mappings_timers_and_a_correlated_message(tmp_path):
    model = """<message id="M" name="paid"><extensionElements><zeebe:subscription correlationKey="=order.id"/></extensionElements></message>
<process id="order" isExecutable="true"><startEvent id="s"/>
<serviceTask id="price"><extensionElements><zeebe:taskDefinition type="price" retries="3"/><zeebe:taskHeaders><zeebe:header key="a" value="b"/></zeebe:taskHeaders>
<zeebe:ioMapping><zeebe:input source="=order.items" target="items"/><zeebe:output source="=sum(items.price)" target="total"/></zeebe:ioMapping></extensionElements></serviceTask>
<eventBasedGateway id="g"/><intermediateCatchEvent id="m"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>
<intermediateCatchEvent id="t"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">=duration("P2D")</timeDuration></timerEventDefinition></intermediateCatchEvent>
<userTask id="ship"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition assignee="=order.clerk"/></extensionElements>
<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=order.items" inputElement="item"/></extensionElements></multiInstanceLoopCharacteristics></userTask>
<endEvent id="e"/><endEvent id="late"/>""" + flows(("s", "price"), ("price", "g"), ("g", "m"), ("g", "t"), ("m", "ship"), ("ship", "e"), ("t", "late")) + "</process>"
    start = ["--input", '{"order": {"id": 7, "clerk": "ann", "items": [{"price": 2}, {"price": 3}]}}']
    out = completes(tmp_path, model, "- message: paid\n  correlation: 7\n- complete: ship\n- complete: ship\n", *start)
    assert '"total":5' in out.replace(" ", "")
    assert "endEvent late" in completes(tmp_path, model, "- advance: P3D\n", *start)


def test_flowable_a_vote_that_ends_early(tmp_path):
    model = """<process id="vote" isExecutable="true"><startEvent id="s" flowable:initiator="me"/>
<userTask id="v" flowable:assignee="${member}"><extensionElements><flowable:formProperty id="yes" type="boolean"/></extensionElements>
<multiInstanceLoopCharacteristics isSequential="false" flowable:collection="${members}" flowable:elementVariable="member">
<completionCondition>${nrOfCompletedInstances / nrOfInstances >= 0.6}</completionCondition></multiInstanceLoopCharacteristics></userTask>
<scriptTask id="sum" scriptFormat="javascript"><script>execution.setVariable("done", true);</script></scriptTask><endEvent id="e"/>""" + flows(
        ("s", "v"), ("v", "sum"), ("sum", "e")) + "</process>"
    out = completes(tmp_path, model, "- complete: v\n- complete: v\n", "--input", '{"members": ["a", "b", "c"]}')
    assert '"done":true' in out.replace(" ", "")


@pytest.mark.parametrize("format, text", [
    ("groovy", "def total = items.sum { it.price }"), ("http://www.java.com/java", 'System.out.println("x");'),
    ("python", "import datetime\nx = datetime.datetime.now()"), ("python", "items.append(3)"), ("python", "for i in items:\n    x = i"),
    ("javascript", "var x = items.map(function(i) { return i * 2 });"),
])
def test_a_script_that_only_its_own_language_understands_is_refused(tmp_path, format, text):
    text = text.replace("<", "&lt;")
    model = f'<process id="p"><startEvent id="s"/><scriptTask id="code" scriptFormat="{format}"><script>{text}</script></scriptTask>{flows(("s", "code"))}</process>'
    done = run(tmp_path, model, "", "--input", INPUT)
    assert done.returncode == 1 and "completed" not in done.stdout
    assert ": code: " in done.stderr, done.stderr


def test_jbpm_a_human_task_with_properties_and_data(tmp_path):
    model = """<itemDefinition id="_reasonItem" structureRef="String"/><process id="eval" tns:packageName="defaultPackage" isExecutable="true">
<property id="reason" itemSubjectRef="_reasonItem"/><startEvent id="s"/>
<userTask id="self" name="Self Evaluation"><ioSpecification><dataInput id="i1" name="TaskName"/><dataInput id="i2" name="reason"/><dataOutput id="o1" name="performance"/>
<inputSet><dataInputRefs>i1</dataInputRefs><dataInputRefs>i2</dataInputRefs></inputSet><outputSet><dataOutputRefs>o1</dataOutputRefs></outputSet></ioSpecification>
<dataInputAssociation><sourceRef>reason</sourceRef><targetRef>i2</targetRef></dataInputAssociation>
<dataOutputAssociation><sourceRef>o1</sourceRef><targetRef>reason</targetRef></dataOutputAssociation>
<potentialOwner><resourceAssignmentExpression><formalExpression>krisv</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>
<parallelGateway id="f" gatewayDirection="Diverging"/><userTask id="hr"/><userTask id="pm"/><parallelGateway id="j" gatewayDirection="Converging"/>
<endEvent id="e"><terminateEventDefinition/></endEvent>""" + flows(("s", "self"), ("self", "f"), ("f", "hr"), ("f", "pm"), ("hr", "j"), ("pm", "j"), ("j", "e")) + "</process>"
    script = "- complete: self\n  with: {performance: fine}\n- complete: hr\n- expect: {waiting: [j, pm]}\n- complete: pm\n"
    done = run(tmp_path, model, script, "--input", '{"reason": "yearly"}')
    assert done.returncode == 0 and "status: terminated" in done.stdout, done.stdout + done.stderr
    assert '"reason":"fine"' in done.stdout.replace(" ", "")


def test_spiffworkflow_a_manual_task_a_boundary_timer_and_an_event_sub_process(tmp_path):
    model = """<signal id="S" name="stop"/><process id="main"><startEvent id="s"/><manualTask id="read"><extensionElements>
<spiff:instructionsForEndUser>Read it.</spiff:instructionsForEndUser></extensionElements></manualTask>
<subProcess id="sub"><startEvent id="ss"/><userTask id="work"/><endEvent id="se"/>""" + flows(("ss", "work"), ("work", "se")) + """
<subProcess id="es" triggeredByEvent="true"><startEvent id="es1" isInterrupting="true"><signalEventDefinition signalRef="S"/></startEvent><scriptTask id="note">
<script>stopped = True</script></scriptTask>""" + flows(("es1", "note")) + """</subProcess></subProcess>
<boundaryEvent id="b" attachedToRef="sub"><timerEventDefinition><timeDuration>"PT1H"</timeDuration></timerEventDefinition></boundaryEvent>
<endEvent id="e"/><endEvent id="late"/>""" + flows(("s", "read"), ("read", "sub"), ("sub", "e"), ("b", "late")) + "</process>"
    assert "endEvent e" in completes(tmp_path, model, "- complete: work\n")
    assert "endEvent late" in completes(tmp_path, model, "- advance: PT2H\n")
    assert '"stopped":true' in completes(tmp_path, model, "- signal: stop\n").replace(" ", "")


def test_timers_that_are_code_or_cron_are_refused(tmp_path):
    for kind, text in [("timeDuration", "timedelta(hours=1)"), ("timeDate", "datetime.datetime.now()"), ("timeCycle", "0 0/5 * * * ?"),
                       ("timeDuration", "5 minutes"), ("timeDuration", "${timerBean.next()}")]:
        model = f'<process id="p"><startEvent id="s"/><intermediateCatchEvent id="t"><timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition></intermediateCatchEvent>{flows(("s", "t"))}</process>'
        done = run(tmp_path, model)
        assert done.returncode == 1 and ": t: " in done.stderr, text + done.stdout + done.stderr


def test_an_inclusive_join_waits_for_what_can_still_come_and_for_no_more(tmp_path):
    gate = lambda id, target, text: f'<sequenceFlow id="{id}" sourceRef="f" targetRef="{target}"><conditionExpression>{text}</conditionExpression></sequenceFlow>'
    model = """<process id="p"><startEvent id="s"/><inclusiveGateway id="f" default="d"/><userTask id="a"/><userTask id="b"/><userTask id="c"/><inclusiveGateway id="j"/>
<endEvent id="e"/>""" + flows(("s", "f"), ("a", "j"), ("b", "j"), ("c", "j"), ("j", "e")) + gate("fa", "a", "x > 1") + gate("fb", "b", "x > 5") + """
<sequenceFlow id="d" sourceRef="f" targetRef="c"/></process>"""
    completes(tmp_path, model, "- expect: {waiting: [a, b]}\n- complete: a\n- expect: {waiting: [b, j]}\n- complete: b\n", "--input", '{"x": 6}')
    completes(tmp_path, model, "- complete: a\n", "--input", '{"x": 2}')
    completes(tmp_path, model, "- complete: c\n", "--input", '{"x": 0}')


def test_a_transaction_that_is_cancelled_undoes_what_was_booked(tmp_path):
    model = """<process id="trip"><startEvent id="s"/><transaction id="t"><startEvent id="ts"/><serviceTask id="book"/><boundaryEvent id="cb" attachedToRef="book">
<compensateEventDefinition/></boundaryEvent><serviceTask id="unbook" isForCompensation="true"/><userTask id="pay"/><exclusiveGateway id="g" default="ok"/>
<endEvent id="te"/><endEvent id="tc"><cancelEventDefinition/></endEvent>""" + flows(("ts", "book"), ("book", "pay"), ("pay", "g")) + """
<sequenceFlow id="ok" sourceRef="g" targetRef="te"/><sequenceFlow id="no" sourceRef="g" targetRef="tc"><conditionExpression>not paid</conditionExpression></sequenceFlow>
<association id="as" sourceRef="cb" targetRef="unbook"/></transaction><boundaryEvent id="c" attachedToRef="t"><cancelEventDefinition/></boundaryEvent>
<endEvent id="e"/><endEvent id="sorry"/>""" + flows(("s", "t"), ("t", "e"), ("c", "sorry")) + "</process>"
    out = completes(tmp_path, model, "- complete: pay\n  with: {paid: false}\n")
    assert "serviceTask unbook" in out and "endEvent sorry" in out
    out = completes(tmp_path, model, "- complete: pay\n  with: {paid: true}\n")
    assert "serviceTask unbook" not in out and "endEvent e" in out


@pytest.mark.parametrize("model, place", [
    ('<process id="p"><startEvent id="s"/><task id="t"/><sequenceFlow id="f" sourceRef="s" targetRef="gone"/></process>', "f"),
    ('<process id="p"><startEvent id="s"/><callActivity id="c"/>' + flows(("s", "c")) + "</process>", "c"),
    ('<process id="p"><startEvent id="s"/><boundaryEvent id="b" attachedToRef="s"><errorEventDefinition/></boundaryEvent></process>', "b"),
    ('<process id="p"><startEvent id="s"/><intermediateThrowEvent id="l"><linkEventDefinition name="x"/></intermediateThrowEvent>' + flows(("s", "l")) + "</process>", "l"),
    ('<process id="p"><startEvent id="s"/><endEvent id="e"><cancelEventDefinition/></endEvent>' + flows(("s", "e")) + "</process>", "e"),
    ('<process id="p"><startEvent id="s"/><userTask id="m"><multiInstanceLoopCharacteristics/></userTask>' + flows(("s", "m")) + "</process>", "m"),
])
def test_what_is_wrong_is_named(tmp_path, model, place):
    done = run(tmp_path, model)
    assert done.returncode == 1 and f": {place}: " in done.stderr, done.stdout + done.stderr


def test_every_reference_model_is_checked_drawn_and_run_or_refused(tmp_path):
    folder = harness.SHARED / "bpmn-miwg"
    if not folder.is_dir():
        pytest.skip("the BPMN interchange group's models are not in ../shared/bpmn-miwg")
    ran = 0
    for path in sorted(folder.rglob("*.bpmn")):
        call = lambda *arguments: subprocess.run([harness.program(), "bpmn", *arguments], capture_output=True, text=True, timeout=60)
        checked = call("check", str(path))
        assert checked.returncode in (0, 1) and "passed" in checked.stdout, path.name + checked.stderr
        drawn = call("draw", str(path))
        assert drawn.returncode == 0 and drawn.stdout.startswith("<svg"), path.name + drawn.stderr
        done = call("run", str(path))
        assert done.returncode in (0, 1), f"{path.name}: {done.returncode} {done.stderr}"
        assert done.stdout or ": " in done.stderr, path.name
        ran += done.returncode == 0
    assert ran >= 8
