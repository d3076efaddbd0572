"""`polity bpmn run`: processes of this and other editors, driven by scripts."""

import json
import subprocess

import pytest

import harness

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:flowable="http://flowable.org/bpmn" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:t">'
)

PERMIT = HEAD + """
<message id="M" name="paid"><extensionElements><zeebe:subscription correlationKey="=number"/></extensionElements></message>
<process id="permit" isExecutable="true">
  <startEvent id="start"/>
  <businessRuleTask id="rate" name="Set the fee"><extensionElements>
    <zeebe:calledDecision decisionId="fee" resultVariable="fee"/></extensionElements></businessRuleTask>
  <userTask id="review" name="Review"><extensionElements><zeebe:assignmentDefinition candidateGroups="clerks"/></extensionElements></userTask>
  <boundaryEvent id="late" attachedToRef="review" cancelActivity="false"><timerEventDefinition>
    <timeDuration xsi:type="tFormalExpression">2 working days</timeDuration></timerEventDefinition></boundaryEvent>
  <serviceTask id="remind"><extensionElements><zeebe:taskDefinition type="reminder"/></extensionElements></serviceTask>
  <exclusiveGateway id="approved" default="no"/>
  <intermediateCatchEvent id="payment"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>
  <endEvent id="granted"/><endEvent id="refused"/><endEvent id="reminded"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="rate"/><sequenceFlow id="f2" sourceRef="rate" targetRef="review"/>
  <sequenceFlow id="f3" sourceRef="review" targetRef="approved"/>
  <sequenceFlow id="yes" sourceRef="approved" targetRef="payment"><conditionExpression>=approved</conditionExpression></sequenceFlow>
  <sequenceFlow id="no" sourceRef="approved" targetRef="refused"/><sequenceFlow id="f4" sourceRef="payment" targetRef="granted"/>
  <sequenceFlow id="f5" sourceRef="late" targetRef="remind"/><sequenceFlow id="f6" sourceRef="remind" targetRef="reminded"/>
</process></definitions>"""

FEE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="urn:m">
<inputData id="area" name="area"><variable name="area" typeRef="number"/></inputData>
<decision id="fee" name="Fee"><variable name="Fee" typeRef="number"/><informationRequirement><requiredInput href="#area"/></informationRequirement>
<literalExpression><text>area * 3</text></literalExpression></decision></definitions>"""


def run(tmp_path, model, script="", *arguments, **files):
    (tmp_path / "model.bpmn").write_text(model)
    (tmp_path / "events.yaml").write_text(script)
    for name, text in files.items():
        (tmp_path / name.replace("_", ".")).write_text(text)
    return subprocess.run(
        [harness.program(), "bpmn", "run", "model.bpmn", "--script", "events.yaml", "--now", "2026-01-02T09:00:00Z", *arguments],
        capture_output=True, text=True, timeout=60, cwd=tmp_path)


def result(done):
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    variables = next(line for line in reversed(lines) if line.startswith("variables: "))
    status = next(line for line in reversed(lines) if line.startswith("status: "))
    return status.removeprefix("status: "), json.loads(variables.removeprefix("variables: "))


def test_a_permit_from_fee_to_payment(tmp_path):
    script = """
- expect: {waiting: [review], variables: {fee: 36}}
- advance: P3D
- expect: {waiting: [review]}
- advance: P1D
- complete: Review
  with: {approved: true}
- expect: {waiting: [payment], status: active}
- message: paid
  correlation: B-12
  with: {amount: 36}
- expect: {status: completed}
"""
    done = run(
        tmp_path, PERMIT, script, "--input", '{"area": 12, "number": "B-12"}', "--decisions", "fee.dmn", fee_dmn=FEE)
    status, variables = result(done)
    assert status == "completed"
    assert variables == {"area": 12, "number": "B-12", "fee": 36, "approved": True, "amount": 36}
    assert 'completed userTask review "Review"' in done.stdout
    # Friday and two working days: Tuesday.
    assert "2026-01-06T09:00:00Z: timer of late" in done.stdout
    assert "completed serviceTask remind" in done.stdout


def test_a_wrong_step_ends_the_run(tmp_path):
    done = run(tmp_path, PERMIT, "- complete: nothing\n", "--input", '{"area": 1, "number": "x"}', "--decisions", "fee.dmn", fee_dmn=FEE)
    assert done.returncode == 1
    assert "step 1: 'nothing' does not wait to be completed; what waits is review" in done.stderr


def test_an_incident_is_an_error_and_is_named(tmp_path):
    done = run(tmp_path, PERMIT, "", "--input", '{"area": 1, "number": "x"}')
    assert done.returncode == 1
    assert "waiting: incident rate \"Set the fee\": there is no decision 'fee'" in done.stdout


def test_what_cannot_run_is_refused_with_its_line(tmp_path):
    model = HEAD + """
<process id="p"><startEvent id="s"><timerEventDefinition><timeCycle>0 0/5 * * * ?</timeCycle></timerEventDefinition></startEvent></process></definitions>"""
    done = run(tmp_path, model)
    assert done.returncode == 1
    assert "model.bpmn: line 2: s: the cycle '0 0/5 * * * ?' is cron" in done.stderr


def test_the_result_as_json(tmp_path):
    done = run(tmp_path, PERMIT, "", "--input", '{"area": 1, "number": "x"}', "--decisions", "fee.dmn", "--json", fee_dmn=FEE)
    value = json.loads(done.stdout)
    assert value["status"] == "active"
    assert value["waiting"] == [
        {"element": "review", "name": "Review", "kind": "task", "due": "2026-01-06T09:00:00Z"}]
    assert value["variables"]["fee"] == 3


CAMUNDA = HEAD + """
<process id="order" isExecutable="true"><startEvent id="s"/>
<userTask id="pack" camunda:assignee="${clerk}" camunda:formKey="embedded:app:x"><extensionElements><camunda:inputOutput>
  <camunda:inputParameter name="label">${customer.name}</camunda:inputParameter>
  <camunda:outputParameter name="packed">${done == true &amp;&amp; !broken}</camunda:outputParameter></camunda:inputOutput></extensionElements></userTask>
<exclusiveGateway id="x" default="bad"/>
<serviceTask id="ship" camunda:type="external" camunda:topic="shipping"/><endEvent id="e"/><endEvent id="lost"/>
<sequenceFlow id="a" sourceRef="s" targetRef="pack"/><sequenceFlow id="b" sourceRef="pack" targetRef="x"/>
<sequenceFlow id="good" sourceRef="x" targetRef="ship"><conditionExpression xsi:type="tFormalExpression">${packed and customer.name != 'nobody'}</conditionExpression></sequenceFlow>
<sequenceFlow id="bad" sourceRef="x" targetRef="lost"/><sequenceFlow id="c" sourceRef="ship" targetRef="e"/></process></definitions>"""

SPIFF = HEAD + """
<process id="count" isExecutable="true"><startEvent id="s"/>
<scriptTask id="init"><script>total = 0
names = ['a', 'b']</script></scriptTask>
<userTask id="each"><multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask>
<scriptTask id="sum"><script>total = total + 5
total += 2</script></scriptTask>
<inclusiveGateway id="g" default="none"/><task id="many"/><task id="few"/><inclusiveGateway id="j"/><endEvent id="e"/>
<sequenceFlow id="a" sourceRef="s" targetRef="init"/><sequenceFlow id="b" sourceRef="init" targetRef="each"/><sequenceFlow id="c" sourceRef="each" targetRef="sum"/>
<sequenceFlow id="d" sourceRef="sum" targetRef="g"/><sequenceFlow id="m" sourceRef="g" targetRef="many"><conditionExpression>total == 7 and not closed</conditionExpression></sequenceFlow>
<sequenceFlow id="none" sourceRef="g" targetRef="few"/><sequenceFlow id="mj" sourceRef="many" targetRef="j"/><sequenceFlow id="fj" sourceRef="few" targetRef="j"/>
<sequenceFlow id="je" sourceRef="j" targetRef="e"/></process></definitions>"""


@pytest.mark.parametrize("shape", ["packed", "broken"])
def test_a_model_for_camunda(tmp_path, shape):
    broken = str(shape == "broken").lower()
    script = f"- complete: pack\n  with: {{done: true, broken: {broken}}}\n"
    done = run(tmp_path, CAMUNDA, script, "--input", '{"clerk": "ann", "customer": {"name": "bo"}}')
    status, variables = result(done)
    assert status == "completed" and variables["packed"] == (shape == "packed")
    assert ("serviceTask ship" in done.stdout) == (shape == "packed")


def test_a_model_for_a_python_engine(tmp_path):
    done = run(tmp_path, SPIFF, "- complete: each\n- complete: each\n- complete: each\n", "--input", '{"closed": false}')
    status, variables = result(done)
    assert status == "completed" and variables["total"] == 7 and variables["names"] == ["a", "b"]
    assert "completed task many" in done.stdout and "task few" not in done.stdout


def test_pools_talk_to_each_other(tmp_path):
    model = HEAD + """
<message id="Q" name="question"/><message id="A" name="answer"/>
<collaboration id="c"><participant id="p1" processRef="ask"/><participant id="p2" processRef="reply"/></collaboration>
<process id="ask" isExecutable="true"><startEvent id="s"/><sendTask id="q" messageRef="Q"/><receiveTask id="r" messageRef="A"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="q"/><sequenceFlow id="f2" sourceRef="q" targetRef="r"/></process>
<process id="reply" isExecutable="true"><startEvent id="t"><messageEventDefinition messageRef="Q"/></startEvent><userTask id="think"/>
<endEvent id="e"><messageEventDefinition messageRef="A"/></endEvent>
<sequenceFlow id="g1" sourceRef="t" targetRef="think"/><sequenceFlow id="g2" sourceRef="think" targetRef="e"/></process></definitions>"""
    status, variables = result(run(tmp_path, model, "- expect: {waiting: [r, think]}\n- complete: think\n  with: {says: 42}\n"))
    assert status == "completed" and variables["says"] == 42
