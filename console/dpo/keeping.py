"""How long what is kept where, out of the policies and the settings; and which copies nobody here can remove."""

from collections.abc import Iterator
from datetime import timedelta

from console.dpo.facts import Desk, Facts
from console.dpo.tables import Table, both
from integration.core.policy import Retention
from integration.ledger.expiry import NOTICES, RUNS

Row = tuple[str, ...]
Both = tuple[str, str]

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def keeping(facts: Facts) -> Table:
    """The retention table: first each helpdesk, then Guichet's own database."""
    heads = ("Donnée / Data", "Lieu / Where", "Durée / How long", "Réglage / Setting")
    return Table(heads, (*(row for desk in facts.desks for row in _in_helpdesk(desk)), *_in_guichet(facts)))


def residual(desks: tuple[Desk, ...]) -> Table:
    """The copies that lie outside what can be reached, by kind of helpdesk."""
    heads = ("Copie / Copy", "Lieu / Where", "Ce qu’il en advient / What becomes of it")
    rows = ((copy, f"{desk.name} ({desk.kind})", fate) for desk in desks for copy, fate in _RESIDUAL[desk.kind])
    return Table(heads, tuple(rows))


def _in_helpdesk(desk: Desk) -> Iterator[Row]:
    where = f"{desk.name} ({desk.kind}, {desk.host})"
    documents = both("Documents du membre (pièces jointes, images)", "The member’s documents (attachments, images)")
    yield (documents, where, *_documents(desk.policy.retention))
    talk = both("Échanges, compte, date, montant", "Conversation, account, date, amount")
    yield (
        talk,
        where,
        both("Selon le helpdesk : Guichet n’en supprime rien", "By the helpdesk: Guichet deletes none"),
        "–",
    )


def _documents(retention: Retention | None) -> Row:
    if retention is None:
        return (both("Guichet n’en supprime aucun", "Guichet deletes none"), "–")
    grace, again = span(retention.grace), [span(after) for after in retention.check_again_after]
    french, english = (", ".join(one) for one in zip(*again, strict=True)) if again else ("–", "–")
    until = both(
        f"Après l’examen : {grace[0]} ; absence relue après {french}",
        f"After the review: {grace[1]}; absence read again after {english}",
    )
    which = ", ".join(retention.categories) or both("toutes", "all")
    return (until, f"retention: {which} ({retention.hold_tag})")


def _in_guichet(facts: Facts) -> Iterator[Row]:
    base = both("Base de Guichet", "Guichet’s database")
    cases = both("Dossiers et passages : identifiants, codes, dates", "Cases and passes: ids, codes, times")
    yield (cases, base, _after(facts.keep_days), "GUICHET_KEEP_DAYS")
    for within in sorted({desk.policy.duplicates_within_days or 0 for desk in facts.desks} - {0}):
        prints = both("Empreintes de doublons (HMAC-SHA256)", "Fingerprints of duplicates (HMAC-SHA256)")
        yield (prints, base, _after(within), "duplicates")
    aside = both("Empreintes de messages suspendus (HMAC-SHA256)", "Fingerprints of suspended messages (HMAC-SHA256)")
    received = both(f"{facts.keep_days} jours après leur arrivée", f"{facts.keep_days} days after they came in")
    yield (aside, base, received, "GUICHET_KEEP_DAYS")
    yield (both("Passages des tâches", "Runs of jobs"), base, both(*span(RUNS)), "–")
    yield (both("Avis aux responsables : identifiants", "Notices to team leads: ids"), base, both(*span(NOTICES)), "–")
    proof = both("Registre des suppressions, certificats, gels", "Ledger of deletions, certificates, holds")
    yield (proof, base, both("Sans limite : preuve (RGPD, art. 5(2))", "No limit: proof (GDPR, art. 5(2))"), "–")
    logs = both("Journaux techniques : identifiants seuls", "Logs: ids only")
    yield (logs, both("Serveur", "Server"), both("Selon l’exploitant", "By the operator"), "–")


def _after(days: int) -> str:
    french, english = span(timedelta(days=days))
    return both(f"{french} après la fin du dossier", f"{english} after the case is over")


def span(length: timedelta) -> Both:
    """How long, in French and in English: days, or hours where it is less than two of them."""
    if length < 2 * _DAY and length != _DAY * 0:
        return (f"{length // _HOUR} h",) * 2
    return (f"{length.days} jours", f"{length.days} days") if length else ("tout de suite", "at once")


_SENT = (
    both("E-mails déjà envoyés", "E-mails already sent"),
    both("Chez leurs destinataires", "With their recipients"),
)

_RESIDUAL = {
    "zendesk": (
        (both("Sauvegardes", "Backups"), both("Expirent selon Zendesk", "Expire by Zendesk’s schedule")),
        _SENT,
        (
            both("E-mail d’origine", "Original e-mail"),
            both(
                "Nettoyé par Zendesk en tâche de fond, illisible d’ici",
                "Cleaned by Zendesk later, unreadable from here",
            ),
        ),
        (both("Index de recherche", "Search index"), both("Tenu par Zendesk", "Kept by Zendesk")),
        (
            both("Conversations annexes", "Side conversations"),
            both("Aucune API ne les efface : à la main", "No API removes them: by hand"),
        ),
        (
            both("Commentaire interne d’une fusion", "Internal comment of a merge"),
            both("Zendesk refuse de l’expurger", "Zendesk refuses to redact it"),
        ),
    ),
    "zammad": (
        (both("Sauvegardes", "Backups"), both("Expirent selon l’exploitant", "Expire by the operator’s schedule")),
        _SENT,
        (
            both("Journaux de Zammad : noms de fichiers", "Zammad’s logs: file names"),
            both(
                "http_logs un mois ; production.log selon l’exploitant", "http_logs a month; production.log by operator"
            ),
        ),
        (
            both("Octets communs à un autre article", "Bytes shared with another article"),
            both("Nommés par l’extension de Guichet", "Named by Guichet’s add-on"),
        ),
        (
            both("Aperçus sur d’autres serveurs web", "Previews on other web servers"),
            both("Vider le cache de chacun", "Clear the cache of each"),
        ),
    ),
}
