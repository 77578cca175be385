"""d1: SpiffWorkflow with its workflow as JSON a step, the way its documentation keeps one: read, run one task, write, commit. No chain."""

from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from govflow.record.sessions import open_database
from tests.bench.work import MEMBERS, REASON, Times, WrongResultError

PROCESS = "decision"
BPMN_SPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def bpmn() -> str:
    """Return the workflow: open it, ask eight members at once, and end when all have answered."""
    asked = "".join(f'<bpmn:userTask id="{member}" name="{member}"/>' for member in MEMBERS)
    flows = "".join(_flow("fork", member) + _flow(member, "join") for member in MEMBERS)
    return (
        f'<bpmn:definitions xmlns:bpmn="{BPMN_SPACE}" id="definitions" targetNamespace="bench">'
        f'<bpmn:process id="{PROCESS}" isExecutable="true"><bpmn:startEvent id="start"/><bpmn:userTask id="open" name="open"/>'
        f'<bpmn:parallelGateway id="fork"/>{asked}<bpmn:parallelGateway id="join"/><bpmn:endEvent id="end"/>'
        f"{_flow('start', 'open')}{_flow('open', 'fork')}{flows}{_flow('join', 'end')}</bpmn:process></bpmn:definitions>"
    )


def _flow(origin: str, target: str) -> str:
    return f'<bpmn:sequenceFlow id="{origin}-{target}" sourceRef="{origin}" targetRef="{target}"/>'


class Spiff:
    """A workflow instance as JSON in one row; one row more in a log for each step."""

    acts = 2 + len(MEMBERS)

    def __init__(self, url: str) -> None:
        parser = BpmnParser()
        parser.add_bpmn_str(bpmn())
        self._spec, self._serializer, self._n = parser.get_spec(PROCESS), BpmnWorkflowSerializer(), 0
        self._engine = open_database(url)
        self._held = self._engine.connect()
        self._raw: Any = self._held.connection.driver_connection
        self._raw.execute("CREATE TABLE instances (ref TEXT PRIMARY KEY, state TEXT NOT NULL, body TEXT NOT NULL)")
        self._raw.execute("CREATE TABLE log (n INTEGER PRIMARY KEY, ref TEXT NOT NULL, task TEXT NOT NULL, who TEXT NOT NULL)")

    def run(self, decisions: int, times: Times) -> None:
        for _ in range(decisions):
            self._n += 1
            ref = f"DEC-{self._n:04d}"
            times.step(self._create, ref)
            times.step(self._done, ref, "open", {"version": 1})
            for member in MEMBERS:
                times.step(self._done, ref, member, {member: {"choice": "agree", "reason": REASON, "version": 1}})

    def _create(self, ref: str) -> None:
        self._raw.execute("BEGIN IMMEDIATE")
        workflow = BpmnWorkflow(self._spec)
        workflow.do_engine_steps()
        self._raw.execute("INSERT INTO instances VALUES (?, 'running', ?)", (ref, self._serializer.serialize_json(workflow)))
        self._logged(ref, "create")

    def _done(self, ref: str, name: str, data: dict[str, Any]) -> None:
        self._raw.execute("BEGIN IMMEDIATE")
        (body,) = self._raw.execute("SELECT body FROM instances WHERE ref = ?", (ref,)).fetchone()
        workflow = self._serializer.deserialize_json(body)
        ready = [task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.bpmn_id == name]
        if len(ready) != 1:
            raise WrongResultError(f"{name} is not to be done in {ref}")
        ready[0].data.update(data)
        ready[0].run()
        workflow.do_engine_steps()
        state = "completed" if workflow.is_completed() else "running"
        changed = (state, self._serializer.serialize_json(workflow), ref)
        self._raw.execute("UPDATE instances SET state = ?, body = ? WHERE ref = ?", changed)
        self._logged(ref, name)

    def _logged(self, ref: str, task: str) -> None:
        self._raw.execute("INSERT INTO log (ref, task, who) VALUES (?, ?, ?)", (ref, task, f"lead {task}"))
        self._raw.execute("COMMIT")

    def adopted(self) -> int:
        (count,) = self._raw.execute("SELECT count(*) FROM instances WHERE state = 'completed'").fetchone()
        return int(count)

    def close(self) -> None:
        self._held.close()
        self._engine.dispose()
