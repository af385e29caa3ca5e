"""What a policy needs of any helpdesk, in helpdesk words: groups, fields, views and macros.

Webhooks, triggers and roles differ from helpdesk to helpdesk; each helpdesk's own room adds those.
"""

from integration.core.policy import Policy
from integration.core.provisioning.things import Kind, Thing, Value

TEXT, LINES, DAY, DECIMAL, SELECT = "text", "lines", "date", "decimal", "select"
"""The types of fields, in words that each helpdesk translates into its own."""

VIEWS = {
    "to_complete": ("À compléter", "To complete"),
    "ready": ("Prêt à décider", "Ready to decide"),
    "late": ("En retard", "Overdue"),
    "documents": ("Documents à supprimer", "Documents to delete"),
}
MACROS = {
    "accept": ("Accepter", "Accept"),
    "refuse": ("Refuser", "Refuse"),
    "hold": ("Suspendre la suppression", "Suspend deletion"),
}
"""Titles in French and English, by our own lasting name."""

_LABELS = {
    "accepted": ("Acceptée", "Accepted"),
    "partly": ("Acceptée en partie", "Partly accepted"),
    "refused": ("Refusée", "Refused"),
}


def blueprint(policy: Policy) -> tuple[Thing, ...]:
    """Everything the policy names or works with, in any order; keys begin with the kind."""
    return (*groups(policy), *fields(policy), *macros(policy), *views(policy))


def groups(policy: Policy) -> tuple[Thing, ...]:
    """Every group that a rule, a clock or `otherwise` hands cases to."""
    late = (alarm.group for clock in policy.clocks for alarm in (clock.at_warn, clock.at_due))
    names = (*(rule.then.group for rule in policy.rules), policy.otherwise.group, *late)
    return tuple(Thing(Kind.GROUP, f"group:{name}", name) for name in dict.fromkeys(filter(None, names)))


def fields(policy: Policy) -> tuple[Thing, ...]:
    """Every field the policy plays a part for, the clocks' date fields among them."""
    titles = policy.fields
    plain = (
        ("account", titles.account, TEXT),
        ("transaction_date", titles.transaction_date, DAY),
        ("amount", titles.amount, DECIMAL),
        ("description", titles.description, LINES),
        ("note", titles.note, LINES),
        *((f"clock_{clock.id}", clock.field, DAY) for clock in policy.clocks),
    )
    choices = (("category", titles.category, _categories(policy)), ("decision", titles.decision, _decisions(policy)))
    selects = (
        Thing(Kind.FIELD, f"field:{name}", title, (("type", SELECT), ("options", options)), frozenset({"options"}))
        for name, title, options in choices
        if title
    )
    return (*(Thing(Kind.FIELD, f"field:{n}", title, (("type", t),)) for n, title, t in plain if title), *selects)


def macros(policy: Policy) -> tuple[Thing, ...]:
    """The agents' three clicks: accept, refuse, keep the documents. None for what the policy does not know."""
    decision = policy.fields.decision
    does: dict[str, tuple[Value, ...]] = {}
    if decision and policy.decisions.accepted:
        does["accept"] = ("field", decision, policy.decisions.accepted[0])
    if decision and policy.decisions.refused:
        does["refuse"] = ("field", decision, policy.decisions.refused[0])
    if policy.retention:
        does["hold"] = ("tag", "add", policy.retention.hold_tag)
    return tuple(
        Thing(Kind.MACRO, f"macro:{name}", _said(MACROS[name], policy), (("actions", (action,)),))
        for name, action in does.items()
    )


def views(policy: Policy) -> tuple[Thing, ...]:
    """What an agent looks at in the morning; each is a list of conditions that all hold."""
    tags, decision = policy.tags, policy.fields.decision
    unsolved: Value = ("status", "less_than", "solved")
    undecided: tuple[Value, ...] = (("field", decision, "empty"),) if decision else ()
    conditions: dict[str, tuple[Value, ...]] = {
        "to_complete": (unsolved, ("tag", "has", tags.incomplete)),
        "ready": (unsolved, ("tag", "has", tags.complete), *undecided),
        "late": (unsolved, ("tag", "has", tags.late)),
    }
    if policy.retention:
        conditions["documents"] = (("tag", "has", tags.documents),)
    columns: Value = tuple(clock.field for clock in policy.clocks if clock.field)
    return tuple(
        Thing(Kind.VIEW, f"view:{name}", _said(VIEWS[name], policy), (("all", all_), ("columns", columns)))
        for name, all_ in conditions.items()
    )


def _categories(policy: Policy) -> Value:
    words = dict.fromkeys(word for category in policy.categories for word in category.when)
    return tuple((word, word.replace("_", " ").capitalize()) for word in words)


def _decisions(policy: Policy) -> Value:
    known = {
        "accepted": policy.decisions.accepted,
        "partly": policy.decisions.partly,
        "refused": policy.decisions.refused,
    }
    return tuple((word, _said(_LABELS[name], policy)) for name, words in known.items() for word in words[:1])


def _said(titles: tuple[str, str], policy: Policy) -> str:
    return titles[0] if policy.language == "fr" else titles[1]
