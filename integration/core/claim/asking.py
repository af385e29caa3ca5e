"""How a question is put to a member: one warm, precise sentence in French or English, and how values are written."""

from datetime import date
from decimal import Decimal

from babel.dates import get_month_names

from integration.core.claim.model import Finding, Item, Money, Question, Reason

_NBSP = "\u00a0"
_THIN = "\u202f"
_DISTINCTIVE = 24  # a shorter beginning could be a member's own
_MOST_CHOICES = 4  # more choices than this are a quiz: the question is asked openly instead

_MONTHS = {tongue: get_month_names("wide", locale=tongue) for tongue in ("fr", "en")}
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}

# {value} is the first candidate, {choices} all of them joined by "ou"/"or", {written} the member's own writing.
_OPEN = {
    "fr": {
        Item.ACCOUNT: "Quel est le compte concerné (l’adresse e-mail ou le numéro de client) ?",
        Item.TRANSACTION_DATE: "Quelle est la date de la transaction, telle qu’elle figure sur votre relevé ?",
        Item.AMOUNT: "Quel est le montant exact qui vous a été débité ?",
        Item.DESCRIPTION: "Pouvez-vous nous décrire en quelques mots ce qui s’est passé ?",
    },
    "en": {
        Item.ACCOUNT: "Which account is it (the e-mail address or the customer number)?",
        Item.TRANSACTION_DATE: "What is the date of the transaction, as shown on your statement?",
        Item.AMOUNT: "What is the exact amount that was charged?",
        Item.DESCRIPTION: "Could you tell us in a few words what happened?",
    },
}
_CHOICE = {
    "fr": {
        Item.ACCOUNT: "Quel est le compte concerné : {choices} ?",
        Item.TRANSACTION_DATE: "La transaction a-t-elle eu lieu {choices} ?",
        Item.AMOUNT: "Quel montant vous a été débité : {choices} ?",
    },
    "en": {
        Item.ACCOUNT: "Which account is it: {choices}?",
        Item.TRANSACTION_DATE: "Did the transaction take place on {choices}?",
        Item.AMOUNT: "Which amount were you charged: {choices}?",
    },
}
_CONFIRM = {
    "fr": {
        Item.ACCOUNT: "Le compte concerné est-il bien {value} ?",
        Item.TRANSACTION_DATE: "La transaction a-t-elle bien eu lieu {value} ?",
        Item.AMOUNT: "Le montant débité est-il bien {value} ?",
    },
    "en": {
        Item.ACCOUNT: "Is {value} the account concerned?",
        Item.TRANSACTION_DATE: "Did the transaction take place on {value}?",
        Item.AMOUNT: "Is {value} the amount you were charged?",
    },
}
_SAID = {
    "fr": {
        (
            Item.TRANSACTION_DATE,
            Reason.APPROXIMATE,
        ): "Vous indiquez « {written} » : quel est le jour exact de la transaction ?",
        (Item.AMOUNT, Reason.APPROXIMATE): "Vous indiquez « {written} » : quel est le montant exact, au centime près ?",
        (Item.TRANSACTION_DATE, Reason.IMPOSSIBLE_DAY): "Le {written} n’existe pas : quelle est la bonne date ?",
        (Item.TRANSACTION_DATE, Reason.WEEKDAY_CONTRADICTS): (
            "Vous indiquez « {written} », mais ce jour de la semaine ne correspond pas : quelle est la bonne date ?"
        ),
        (Item.TRANSACTION_DATE, Reason.IN_THE_FUTURE): (
            "La date indiquée ({written}) n’est pas encore passée : quel jour la transaction a-t-elle eu lieu ?"
        ),
        (Item.TRANSACTION_DATE, Reason.TOO_OLD): (
            "La date indiquée ({written}) nous paraît lointaine : pouvez-vous la vérifier sur votre relevé ?"
        ),
        (
            Item.TRANSACTION_DATE,
            Reason.UNREADABLE,
        ): "Nous n’avons pas su lire la date « {written} » : quelle est-elle ?",
        (
            Item.AMOUNT,
            Reason.NOT_POSITIVE,
        ): "Le montant indiqué ({written}) ne peut pas être un débit : quel est-il exactement ?",
        (Item.AMOUNT, Reason.TOO_HIGH): "Le montant indiqué ({written}) est très élevé : pouvez-vous le vérifier ?",
        (Item.AMOUNT, Reason.CURRENCY_NOT_ALLOWED): (
            "Vous indiquez « {written} » : quel montant figure sur votre relevé, dans la monnaie de votre compte ?"
        ),
        (
            Item.AMOUNT,
            Reason.UNREADABLE,
        ): "Nous n’avons pas su lire le montant « {written} » : quel est-il exactement ?",
        (Item.ACCOUNT, Reason.CHECK_DIGIT_WRONG): (
            "Le numéro « {written} » semble comporter une erreur de frappe : pouvez-vous le vérifier ?"
        ),
        (Item.ACCOUNT, Reason.UNREADABLE): (
            "Nous n’avons pas reconnu le compte « {written} » : quelle est l’adresse e-mail ou le numéro de client ?"
        ),
    },
    "en": {
        (Item.TRANSACTION_DATE, Reason.APPROXIMATE): "You wrote “{written}”: what is the exact day of the transaction?",
        (Item.AMOUNT, Reason.APPROXIMATE): "You wrote “{written}”: what is the exact amount, to the cent?",
        (Item.TRANSACTION_DATE, Reason.IMPOSSIBLE_DAY): "{written} does not exist: what is the right date?",
        (Item.TRANSACTION_DATE, Reason.WEEKDAY_CONTRADICTS): (
            "You wrote “{written}”, but the day of the week does not match: what is the right date?"
        ),
        (Item.TRANSACTION_DATE, Reason.IN_THE_FUTURE): (
            "The date you gave ({written}) is still to come: on which day did the transaction take place?"
        ),
        (Item.TRANSACTION_DATE, Reason.TOO_OLD): (
            "The date you gave ({written}) seems a long time ago: could you check it on your statement?"
        ),
        (Item.TRANSACTION_DATE, Reason.UNREADABLE): "We could not read the date “{written}”: what is it?",
        (Item.AMOUNT, Reason.NOT_POSITIVE): "The amount you gave ({written}) cannot be a charge: what is it exactly?",
        (Item.AMOUNT, Reason.TOO_HIGH): "The amount you gave ({written}) is very high: could you check it?",
        (Item.AMOUNT, Reason.CURRENCY_NOT_ALLOWED): (
            "You wrote “{written}”: which amount is on your statement, in your account’s own currency?"
        ),
        (Item.AMOUNT, Reason.UNREADABLE): "We could not read the amount “{written}”: what is it exactly?",
        (
            Item.ACCOUNT,
            Reason.CHECK_DIGIT_WRONG,
        ): "The number “{written}” seems to have a typing mistake: could you check it?",
        (Item.ACCOUNT, Reason.UNREADABLE): (
            "We did not recognise the account “{written}”: what is the e-mail address or customer number?"
        ),
    },
}


def phrase(question: Question, language: str) -> str:
    """Put a question into one sentence that an agent would sign; French for "fr", English for any other language."""
    tongue = _tongue(language)
    sentence = _sentence(question, tongue)
    values = [_in_sentence(finding, tongue) for finding in question.candidates]
    filled = sentence.format(
        written=question.written or (values[0] if values else ""),
        value=values[0] if values else "",
        choices=_joined(values, tongue),
    )
    return _spaced(filled) if tongue == "fr" else filled


def phrase_value(finding: Finding, language: str) -> str:
    """Write a value the way it reads in that language: « 49,90 € », « 3 septembre 2026 »."""
    tongue = _tongue(language)
    if isinstance(finding.value, date):
        return _day(finding.value, tongue)
    if isinstance(finding.value, Money):
        return _money(finding.value, tongue)
    return finding.value


def distinctive_phrases() -> tuple[str, ...]:
    """Return the beginnings of our questions, by which they are recognised when a member quotes them."""
    tables = [table for by_tongue in (_OPEN, _CHOICE, _CONFIRM, _SAID) for table in by_tongue.values()]
    beginnings = {sentence.split("{")[0] for table in tables for sentence in table.values()}
    return tuple(sorted(_spaced(words).strip() for words in beginnings if len(words) >= _DISTINCTIVE))


def _sentence(question: Question, tongue: str) -> str:
    said = _SAID[tongue].get((question.item, question.reason))
    if said and (question.written or question.candidates):
        return said
    count = len(question.candidates)
    if question.reason is Reason.UNCONFIRMED and count == 1:
        return _CONFIRM[tongue].get(question.item, _OPEN[tongue][question.item])
    if 1 < count <= _MOST_CHOICES:
        return _CHOICE[tongue].get(question.item, _OPEN[tongue][question.item])
    return _OPEN[tongue][question.item]


def _in_sentence(finding: Finding, tongue: str) -> str:
    value = phrase_value(finding, tongue)
    return f"le {value}" if tongue == "fr" and isinstance(finding.value, date) else value


def _joined(values: list[str], tongue: str) -> str:
    last = " ou " if tongue == "fr" else " or "
    return last.join([", ".join(values[:-1]), values[-1]] if len(values) > 1 else values)


def _day(day: date, tongue: str) -> str:
    number = "1er" if tongue == "fr" and day.day == 1 else str(day.day)
    return f"{number}{_NBSP if tongue == 'fr' else ' '}{_MONTHS[tongue][day.month]} {day.year}"


def _money(money: Money, tongue: str) -> str:
    sign = _SIGNS.get(money.currency, money.currency)
    if tongue == "fr":
        return f"{_grouped(money.value, _THIN, ',')}{_NBSP}{sign}"
    number = _grouped(money.value, ",", ".")
    return f"{sign}{number}" if len(sign) == 1 else f"{sign}{_NBSP}{number}"


def _grouped(value: Decimal, thousands: str, point: str) -> str:
    return f"{value:,.2f}".replace(",", "\0").replace(".", point).replace("\0", thousands)


def _spaced(sentence: str) -> str:
    for mark in ":?!;»":
        sentence = sentence.replace(f" {mark}", f"{_NBSP}{mark}")
    return sentence.replace("« ", f"«{_NBSP}")


def _tongue(language: str) -> str:
    return "fr" if language.lower().startswith("fr") else "en"
