"""Whether a text is English, which alone may put the month first and the point before the cents."""

from integration.core.claim.page import Page
from integration.core.claim.wordlists import word_set

_ENGLISH = word_set("the my was you have for please is and been charged on with this were i paid account")
_OTHERS = word_set(
    """
    le la les du de et je vous mon ma est un une pour compte der die das ich und el los por que il di het een van o
    da em bonjour montant mein wurde mi
    """
)
_LOOKED_AT = 200


def is_english(page: Page, hint: str) -> bool:
    """Tell by the small words; the hint decides when they do not."""
    words = page.words[:_LOOKED_AT]
    english = sum(map(_ENGLISH.__contains__, words))
    others = sum(map(_OTHERS.__contains__, words))
    if english == others:
        return hint.lower().startswith("en")
    return english > others
