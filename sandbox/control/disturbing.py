"""Disturbing: faults of incoming calls, gates, mishaps of outgoing webhooks, limits."""

from __future__ import annotations

from flask import Response, jsonify, request

from sandbox.control.door import Missing, control, given
from sandbox.faults import Fault
from sandbox.mishaps import Mishap
from sandbox.parts import parts, the_store


@control.get("/faults")
def list_faults() -> Response:
    """Faults and gates in force."""
    faults = parts().faults
    shown = {"faults": [f.as_json() for f in faults.faults], "gates": [g.as_json() for g in faults.gates.values()]}
    return jsonify(shown)


@control.post("/faults")
def add_fault() -> tuple[Response, int]:
    """{kind: latency|status|drop|gate, method, path, stage, count, skip, seconds, status, retry_after, body, name}."""
    return jsonify(parts().faults.add(Fault(**given())).as_json()), 201


@control.delete("/faults")
def clear_faults() -> tuple[str, int]:
    """Lift all faults; whoever stands at a gate goes on."""
    parts().faults.clear()
    return "", 204


@control.delete("/faults/<int:fault_id>")
def remove_fault(fault_id: int) -> tuple[str, int]:
    """Lift one fault."""
    parts().faults.remove(fault_id)
    return "", 204


@control.post("/gates/<name>/open")
def open_gate(name: str) -> Response:
    """Let everybody through, now and later."""
    if name not in parts().faults.gates:
        raise Missing(f"there is no gate {name}")
    return jsonify(parts().faults.open(name).as_json())


@control.get("/gates/<name>/wait")
def wait_at_gate(name: str) -> tuple[Response, int]:
    """Answer when `arrived` (1) calls have come to the gate (200), or when `timeout` (20) seconds are up (408)."""
    timeout, arrived = float(request.args.get("timeout", 20)), int(request.args.get("arrived", 1))
    met = parts().faults.wait_at(name, arrived, timeout)
    gate = parts().faults.gates.get(name)
    return jsonify({"met": met, "gate": gate.as_json() if gate else None}), 200 if met else 408


@control.post("/webhooks/hold")
def hold() -> tuple[str, int]:
    """Keep all deliveries back from now on."""
    parts().sender.hold()
    return "", 204


@control.post("/webhooks/release")
def release() -> Response:
    """Send what was kept back: {order: as_is|reversed|shuffled, one_by_one, seed}."""
    wanted = given()
    one_by_one, seed = bool(wanted.get("one_by_one")), int(wanted.get("seed", 0))
    number = parts().sender.release(wanted.get("order", "as_is"), one_by_one=one_by_one, seed=seed)
    return jsonify({"released": number})


@control.post("/webhooks/flush")
def flush() -> tuple[str, int]:
    """Send now what waits for its time: delayed deliveries and retries."""
    parts().sender.flush()
    return "", 204


@control.route("/webhooks/mishaps", methods=["GET", "POST", "DELETE"])
def mishaps() -> tuple[Response, int]:
    """{kind: duplicate|lose|delay|reorder, count, event_type, ticket_id, times, seconds, new_invocation}."""
    found = parts().sender.mishaps
    if request.method == "DELETE":
        found.clear()
    elif request.method == "POST":
        found.mishaps.append(Mishap(**given()))
    return jsonify({"mishaps": [m.as_json() for m in found.mishaps]}), 201 if request.method == "POST" else 200


@control.post("/webhooks/timeout")
def webhook_timeout() -> Response:
    """{seconds} a receiver may take; 12 on a real Zendesk, 30 on a real Zammad."""
    parts().sender.timeout = float(given()["seconds"])
    return jsonify({"seconds": parts().sender.timeout})


@control.post("/deliveries/<invocation_id>/again")
def send_again(invocation_id: str) -> tuple[str, int]:
    """Send a delivery once more (or `times` times), under its old id."""
    invocation = the_store().invocations.get(invocation_id)
    if invocation is None:
        raise Missing(f"there is no delivery {invocation_id}")
    for _ in range(int(given().get("times", 1))):
        parts().sender.send_again(invocation)
    return "", 202


@control.route("/limits", methods=["GET", "POST"])
def limits() -> Response:
    """{preset: off|professional|trial} and/or requests, ticket_updates, account_updates, incremental, search_export."""
    wanted = given()
    if "preset" in wanted:
        parts().limits.use(wanted.pop("preset"))
    if wanted:
        parts().limits.set({name: int(value) for name, value in wanted.items()})
    return jsonify(parts().limits.totals)
