"""What the page says, in French and in English; never more than the status it explains."""

from datetime import datetime

from integration.core.certificate import Certificate, Copy, Looked, Status

Both = tuple[str, str]
"""A text in French and the same in English."""

TITLE: Both = ("Certificat de suppression", "Certificate of deletion")

STATUS = {
    Status.REMOVED: ("suppression vérifiée", "removal verified"),
    Status.ABSENT: ("rien trouvé", "nothing found"),
    Status.ANSWERED: ("annoncé par le module", "said by the add-on"),
    Status.OUTSIDE: ("hors de portée", "outside reach"),
}

COPY = {
    Copy.ATTACHMENT: ("Pièces jointes", "Attachments"),
    Copy.INLINE_IMAGE: ("Images dans le texte", "Images within the text"),
    Copy.CHAT_FILE: ("Fichiers de messagerie", "Files of chats"),
    Copy.MERGED_COPY: ("Copies dues à une fusion", "Copies made by a merge"),
    Copy.RAW_MAIL: ("E-mail d’origine", "Original e-mail"),
    Copy.SEARCH_INDEX: ("Index de recherche", "Search index"),
    Copy.PREVIEWS: ("Aperçus d’images", "Previews of pictures"),
    Copy.SIDE_CONVERSATION: ("Conversations annexes", "Side conversations"),
    Copy.BACKUPS: ("Sauvegardes", "Backups"),
    Copy.SENT_MAIL: ("E-mails déjà envoyés", "E-mails already sent"),
}

ONE = {
    Copy.ATTACHMENT: ("pièce jointe", "attachment"),
    Copy.INLINE_IMAGE: ("image dans le texte", "inline image"),
    Copy.CHAT_FILE: ("fichier de messagerie", "chat file"),
    Copy.MERGED_COPY: ("copie de fusion", "merged copy"),
}

_REMOVED: Both = ("La demande a été relue sans eux.", "The ticket was read again without them.")
_ABSENT: Both = ("Le registre n’en connaît pas pour cette demande.", "The ledger knows none of this ticket.")
_GONE: Both = ("Cherché à chaque lecture\u00a0: absent.", "Looked for at each reading: absent.")
_UNREAD: Both = ("Non relu\u00a0: rien n’est affirmé.", "Not read again: nothing is claimed.")

_WHY = {
    (Copy.RAW_MAIL, "vendor_job"): (
        "Nettoyé par Zendesk en tâche de fond, sans moyen de le relire.",
        "Cleaned by Zendesk in the background; it cannot be read.",
    ),
    (Copy.SEARCH_INDEX, "vendor"): (
        "Tenu par Zendesk, sans moyen de le relire.",
        "Kept by Zendesk; it cannot be read.",
    ),
    (Copy.SEARCH_INDEX, "renewed"): (
        "Réindexé sans eux par le module Guichet ; sans moyen de le relire.",
        "Indexed anew without them by Guichet’s add-on; it cannot be read.",
    ),
    (Copy.SEARCH_INDEX, "none"): (
        "Le module Guichet répond que ce Zammad n’en a pas.",
        "Guichet’s add-on answers that this Zammad has none.",
    ),
    (Copy.PREVIEWS, "looked_for"): (
        "Le module Guichet les a retirés du cache, puis cherchés : absents.",
        "Guichet’s add-on took them off the cache, then looked: absent.",
    ),
    (Copy.PREVIEWS, "cache"): (
        "Le cache de Zammad peut les garder jusqu’à six mois.",
        "Zammad’s cache may keep them for up to six months.",
    ),
    (Copy.SIDE_CONVERSATION, "no_api"): (
        "S’il y en a, aucune API ne les supprime : à la main.",
        "If there are any, no API removes them: by hand.",
    ),
    (Copy.BACKUPS, "vendor"): (
        "Elles expirent selon les délais de Zendesk.",
        "They expire by Zendesk’s own schedule.",
    ),
    (Copy.BACKUPS, "operator"): (
        "Elles expirent selon les délais de l’exploitant du serveur.",
        "They expire by the server operator’s schedule.",
    ),
    (Copy.SENT_MAIL, "recipients"): (
        "Ils restent chez leurs destinataires.",
        "They stay with whom they were sent to.",
    ),
}

_RULES = {
    "decision:accepted": ("décision\u00a0: accepté", "decision: accepted"),
    "decision:partly": ("décision\u00a0: accepté en partie", "decision: accepted in part"),
    "decision:refused": ("décision\u00a0: refusé", "decision: refused"),
    "solved": ("demande résolue", "ticket solved"),
    "closed": ("demande close", "ticket closed"),
}

FOOT: Both = (
    (
        "Ce certificat ne contient ni nom, ni texte, ni nom de fichier. Vérification hors ligne\u00a0: "
        "guichet verify-certificate FICHIER --key CLÉ, avec la clé publique obtenue par une autre voie."
    ),
    (
        "This certificate holds no person’s name, no text and no file’s name. To check it offline: "
        "guichet verify-certificate FILE --key KEY, with the public key got by another way."
    ),
)

MORE: Both = (
    "et {count} autres, énumérés dans le certificat au format JSON",
    "and {count} more, listed in the certificate’s JSON form",
)

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def statement(certificate: Certificate, checked_at: datetime) -> Both:
    """The sentence that everything else on the page supports; `checked_at` is in the zone of the reader."""
    number, ticket = len(certificate.documents), certificate.case.ticket_id
    many = number > 1
    if certificate.whole_ticket:
        return _of_the_whole(number, ticket, checked_at)
    french = (
        f"{'Les' if many else 'Le'} {f'{number} documents' if many else 'document'} que le registre connaît pour la "
        f"demande n°\u00a0{ticket} {'ont été supprimés' if many else 'a été supprimé'} du service d’assistance. La "
        f"demande a ensuite été relue sans {'eux' if many else 'lui'}, la dernière fois le {french_day(checked_at)}."
    )
    english = (
        f"The {f'{number} documents' if many else 'document'} that the ledger knows of ticket {ticket} "
        f"{'were' if many else 'was'} deleted from the helpdesk. The ticket was then read again without "
        f"{'them' if many else 'it'}, the last time on {english_day(checked_at)}."
    )
    return french, english


def _of_the_whole(number: int, ticket: str, checked_at: datetime) -> Both:
    french = (
        f"La demande n° {ticket} a été supprimée en entier du service d’assistance, avec ce qu’elle contenait, dont "
        f"{number} document{'s' if number > 1 else ''} que le registre connaît. Elle a ensuite été cherchée et "
        f"n’existe plus, la dernière fois le {french_day(checked_at)}."
    )
    english = (
        f"Ticket {ticket} was deleted from the helpdesk as a whole, with what was in it, {number} document"
        f"{'s' if number > 1 else ''} that the ledger knows among it. It was then looked for and does not exist any "
        f"more, the last time on {english_day(checked_at)}."
    )
    return french, english


def rule(code: str) -> str:
    """What ended the review, in both languages; a code that is not known stands for itself."""
    known = _RULES.get(code.removeprefix("retention:"))
    return " / ".join(known) if known else code


def told(looked: Looked) -> Both:
    """Why this kind of copy has its status."""
    if looked.status is Status.REMOVED:
        return _REMOVED
    if looked.status is Status.ABSENT:
        return _GONE if looked.copy in {Copy.RAW_MAIL, Copy.SEARCH_INDEX} else _ABSENT
    if looked.why.startswith("ticket:"):
        other = looked.why.removeprefix("ticket:")
        return (
            f"Dans la demande n°\u00a0{other}, que ce certificat ne couvre pas.",
            f"In ticket {other}, which this certificate does not cover.",
        )
    return _WHY.get((looked.copy, looked.why), _UNREAD)


def french_day(at: datetime) -> str:
    """« 1er août 2026 à 09:05 », in the zone of the time given."""
    day = "1er" if at.day == 1 else str(at.day)
    return f"{day} {_MONTHS[at.month - 1]} {at.year} à {at:%H:%M}"


def english_day(at: datetime) -> str:
    """`2026-08-01 at 09:05`, in the zone of the time given: no month's name depends on the machine's language."""
    return f"{at:%Y-%m-%d} at {at:%H:%M}"
