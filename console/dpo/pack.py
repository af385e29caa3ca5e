"""The files of the pack, by name: the record of processing, and each table for people and for spreadsheets."""

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined

from console.dpo import registers
from console.dpo.facts import Desk, Facts
from console.dpo.keeping import keeping, residual
from console.dpo.tables import Table, as_csv, as_markdown, day

_TEMPLATES = Environment(
    loader=PackageLoader("console", "templates/dpo"),
    undefined=StrictUndefined,
    trim_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # noqa: S701 - Markdown on disk, no page of a browser
)


def pack(facts: Facts) -> Mapping[str, bytes]:
    """Every file, complete."""
    tables: dict[str, Table] = {
        "conservation": keeping(facts),
        "gels": registers.holds(facts),
        "certificats": registers.certificates(facts),
        "documents-restants": registers.remaining(facts),
        "copies-residuelles": residual(facts.desks),
    }
    files = {"LISEZMOI.md": _index(facts), "registre.md": _record(facts)}
    for name, table in tables.items():
        files |= {f"{name}.csv": as_csv(table), f"{name}.md": as_markdown(table).encode()}
    return files


def filled(template: str, **values: object) -> bytes:
    """A template of the pack with its values."""
    return _TEMPLATES.get_template(template).render(**values).encode()


def _index(facts: Facts) -> bytes:
    return filled(
        "LISEZMOI.md",
        at=day(facts.at),
        holds=len(facts.holds),
        certificates=len(facts.certificates),
        left=len(facts.remaining),
        head=f"{facts.head.position}:{facts.head.hash}",
    )


def _record(facts: Facts) -> bytes:
    return filled(
        "registre.md",
        at=day(facts.at),
        desks=[_desk(desk) for desk in facts.desks],
        keeping=as_markdown(keeping(facts)),
        notices=", ".join(facts.notices) or "–",
    )


def _desk(desk: Desk) -> Mapping[str, str]:
    """A helpdesk as the record shows it: what its policy names, in its own words."""
    policy = desk.policy
    fields = (policy.fields.account, policy.fields.transaction_date, policy.fields.amount)
    groups = {rule.then.group for rule in policy.rules} | {policy.otherwise.group}
    return {
        "name": desk.name,
        "kind": desk.kind,
        "host": desk.host,
        "categories": ", ".join(one.id for one in policy.categories),
        "fields": ", ".join(filter(None, fields)) or "–",
        "groups": ", ".join(sorted(groups - {""})) or "–",
        "processor": "Zendesk, Inc." if desk.kind == "zendesk" else f"l’exploitant de / the operator of {desk.host}",
        "policy": policy.version,
        "mode": policy.mode.value,
    }
