"""Plans Rasa's graph once per target. Rasa 3.6 plans it with dask for every message and every prediction.

`DaskGraphRunner.run` reduces the graph to its targets, builds a dask graph and lets dask order and run it, two or three
times a turn, for a chain of a dozen nodes whose order never changes (docs/benchmarks.md). Training gives no targets and
still goes through dask, which frees results as soon as no node needs them.
"""

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner

_run = DaskGraphRunner.run
Plan = list[tuple[str, list[str]]]


def plan(schema: GraphSchema, targets: list[str]) -> Plan:
    """The nodes that the targets need, each with the names of its inputs, in topological order."""
    ordered: Plan = []

    def visit(name: str) -> None:
        if name in schema.nodes and all(name != known for known, _ in ordered):
            needs = list(schema.nodes[name].needs.values())
            for need in needs:
                visit(need)
            ordered.append((name, needs))

    for target in targets:
        visit(target)
    return ordered


def run(
    self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """The result of each target. Errors of a node pass through; a RuntimeError becomes GraphRunError, as in Rasa."""
    if not targets:
        return _run(self, inputs, targets)
    plans: dict[tuple[str, ...], Plan] = self.__dict__.setdefault("_plans", {})
    steps = plans.get(tuple(targets))
    if steps is None:
        steps = plans[tuple(targets)] = plan(self._graph_schema, targets)
    done: dict[str, Any] = dict.fromkeys(name for name, _ in steps)
    self._add_inputs_to_graph(inputs or {}, done)  # inputs and results have one form: (name, value)
    try:
        for name, needs in steps:
            if done[name] is None:
                done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needs))
    except RuntimeError as e:
        raise GraphRunError("Error running runner.") from e
    return dict(done[target] for target in targets)


def apply() -> None:
    """Replace the method of Rasa."""
    DaskGraphRunner.run = run
