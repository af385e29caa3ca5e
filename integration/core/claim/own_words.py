"""The member's own words: without quoted messages, headers and our own sentences; the signature told apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from integration.core.claim.asking import distinctive_phrases
from integration.core.claim.page import fold

_WROTE = re.compile(r"\b(?:a ecrit|wrote|schrieb|escribio|ha scritto|schreef|escreveu)\b[^\n]{0,80}: *$", re.MULTILINE)
_REPLY_OPENS = re.compile(r" *(?:le|on|am|el|il|op|em) ")
_FORWARD = re.compile(
    r"^ *(?:-{2,} ?(?:message|original|forwarded|ursprung|mensaje|messaggio|oorspronkelijk|mensagem|forwarded)[^\n]*"
    r"|(?:begin forwarded|debut du message|forwarded message|message transfere|message d'origine)[^\n]*"
    r"|_{10,} *|##-[^\n]*)$",
    re.MULTILINE,
)
_HEADER_FROM = re.compile(r"^ *\*?(?:de|from|von|van|da|expediteur) ?:[^\n]*\n", re.MULTILINE)
_HEADER_LINE = re.compile(
    r" *\*?(?:envoye|date|sent|a|to|an|cc|objet|subject|gesendet|betreff|para|asunto|reponse a|enviado) ?:"
)
_CLOSING = re.compile(
    r"^ *(?:(?:bien |tres |bien a |avec mes |mes |sinceres |respectueuses |kind |best |warm |many )?"
    r"(?:cordialement|cordialment|cdt|cdlt|cordiales?|bien a vous|salutations|respectueusement|amicalement|regards"
    r"|wishes|sincerely|yours (?:sincerely|faithfully|truly)|mit freundlichen|saludos|cordiali|distinti"
    r"|met vriendelijke|atenciosamente)"
    r"|sent from|envoye (?:de|a partir de) mon|get outlook|telecharge[rz]? outlook|provenance|--(?= *$))",
    re.MULTILINE,
)
_AFTERWORD = re.compile(r"^ *(?:ps|p\.s|nb|n\.b|edit|post scriptum)\b", re.MULTILINE)
_POLITE_END = re.compile(
    r"(?:salutations|sentiments) (?:distinguees?|respectueu(?:ses|x)|les meilleur[es]*|cordiales)[ .!]*$", re.MULTILINE
)
_CITING = frozenset('«"“')
_CITED = re.compile(
    r"\b(?:vous (?:dites|ecrivez|indiquez|m'avez ecrit|m'ecrivez|avez ecrit)"
    r"|votre (?:e-?mail|mail|courriel|message|reponse|courrier)"
    r"|you (?:said|wrote|say)|your (?:e-?mail|message|letter))\b[^«\"“\n]{0,40}[«\"“][^»\"”]{1,400}[»\"”]"
)
_QUOTED = re.compile(r"^ *>[^\n]*$", re.MULTILINE)
_PARAGRAPH = re.compile(r"(?:^[^\n]*\S[^\n]*\n?)+", re.MULTILINE)
_LINE = re.compile(r"[^\n]+")
_NOT_LINES = re.compile(r"[^\n]")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A folded text in which what is not the member's is blank, and where the signature begins."""

    folded: str
    closing: int  # where the words of farewell begin
    signature: int  # where they end: only labelled values count from here on
    whole: bool = True  # nothing had to be blanked


def own_words(folded: str, phrases: tuple[str, ...]) -> OwnWords:
    """Blank out what the member did not write; every position stays what it was."""
    written = folded
    if "\n" in folded:
        folded = _without(folded, _headed(folded))
    if ">" in folded:
        folded = _QUOTED.sub(lambda line: " " * len(line[0]), folded)
    if not _CITING.isdisjoint(folded):
        folded = _without(folded, [match.span() for match in _CITED.finditer(folded)])
    folded = _without(folded, list(_ours(folded, phrases)))
    return OwnWords(folded, *_signature(folded), folded == written)


@lru_cache(maxsize=64)
def folded_phrases(own_texts: tuple[str, ...]) -> tuple[str, ...]:
    """Fold the phrases by which our own messages are known, those of our questions included."""
    return tuple(_BLANKS.sub(" ", fold(text)).strip() for text in (*own_texts, *distinctive_phrases()) if text.strip())


def _without(folded: str, spans: list[tuple[int, int]]) -> str:
    if not spans:
        return folded
    pieces, at = [], 0
    for start, end in spans:
        pieces += [folded[at:start], _NOT_LINES.sub(" ", folded[start:end])]
        at = end
    return "".join([*pieces, folded[at:]])


def _headed(folded: str) -> list[tuple[int, int]]:
    """Find the earlier message below "Le … a écrit :", a forwarding line or a header, and all that follows."""
    found = [span for span in (_forwarded(folded), _replied(folded), _header(folded)) if span]
    if not found:
        return []
    first, after = min(found)
    if folded[after:].lstrip().startswith(">"):
        return [(first, after)]  # what is quoted is marked line by line, and the member may answer in between
    return [(first, len(folded))]


def _forwarded(folded: str) -> tuple[int, int] | None:
    match = _FORWARD.search(folded)
    return match and match.span()


def _replied(folded: str) -> tuple[int, int] | None:
    """Find "Le 3 sept. 2026 à 10:12, Service clients <…> a écrit :", which mail programs may break in two lines."""
    for match in _WROTE.finditer(folded):
        line = folded.rfind("\n", 0, match.start()) + 1
        for start in (line, folded.rfind("\n", 0, max(line - 1, 0)) + 1):
            if _REPLY_OPENS.match(folded, start):
                return start, match.end()
    return None


def _header(folded: str) -> tuple[int, int] | None:
    return next((match.span() for match in _HEADER_FROM.finditer(folded) if _is_header(folded, match.end())), None)


def _is_header(folded: str, at: int) -> bool:
    lines = folded[at : at + 600].split("\n")[:5]
    return sum(1 for line in lines if _HEADER_LINE.match(line)) >= 2


def _ours(folded: str, phrases: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Find the lines that hold a phrase of ours; the whole paragraph when the phrase runs over a line's end."""
    flowing = _BLANKS.sub(" ", folded) if "\n" in folded or "  " in folded else folded
    known = [phrase for phrase in phrases if phrase in flowing]
    if not known:
        return
    for paragraph in _PARAGRAPH.finditer(folded):
        lines = [line for line in _LINE.finditer(paragraph[0]) if any(phrase in line[0] for phrase in known)]
        at = paragraph.start()
        if lines:
            yield from ((at + line.start(), at + line.end()) for line in lines)
        elif any(phrase in _BLANKS.sub(" ", paragraph[0]) for phrase in known):
            yield paragraph.span()


def _signature(folded: str) -> tuple[int, int]:
    """Find the words of farewell; a text that goes on with a post-scriptum has none."""
    begun = len(folded) - len(folded.lstrip())
    found = [match.span() for pattern in (_CLOSING, _POLITE_END) if (match := pattern.search(folded, begun + 1))]
    closing = min(found, default=None)
    if closing is None or _AFTERWORD.search(folded, closing[1]):
        return len(folded), len(folded)
    return closing
