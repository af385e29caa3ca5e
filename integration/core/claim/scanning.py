"""One walk over a page that marks every date and every amount, and steps over what is neither."""

from datetime import date

from integration.core.claim.amounts import Coins, amount_at
from integration.core.claim.calendar_words import LONG_MONTHS, MONTHS, WEEKDAYS
from integration.core.claim.currencies import EDGES, SIGNS
from integration.core.claim.dates import When, date_in_digits, made
from integration.core.claim.marks import Form, Mark
from integration.core.claim.model import Item, Money, Reason
from integration.core.claim.numerals import SPELLED
from integration.core.claim.page import Page
from integration.core.claim.references import counted_end, reference_end
from integration.core.claim.relative_days import (
    ORDINALS,
    STARTS,
    counted_back,
    day_alone,
    day_in_list,
    days_ago,
    month_first,
    named_day,
    spelled_day,
)
from integration.core.claim.wordlists import word_set

MOST_MARKS = 80  # a text with more dates and amounts than this is a ledger: nothing in it can be told to be the one
_TENS_OR_SO = frozenset(
    {"dizaine", "quinzaine", "vingtaine", "trentaine", "quarantaine", "cinquantaine", "soixantaine", "centaine"}
)
_ABOUT = word_set(
    """
    environ approximativement vers presque autour alentours quelque quelques about around roughly approximately
    almost nearly circa environs ungefahr alrededor unos approx env ~ debut fin mi
    """
)
_HEDGES = frozenset(
    {("je", "crois"), ("je", "pense"), ("il", "me"), ("sauf", "erreur"), ("i", "think"), ("i", "believe")}
)
_MORE_OR_LESS = word_set("plus moins pres loin over under than dans peu")
_LINKS = word_set("de d ' des les du le la l the a of")
_RANGE = frozenset({"a", "-", "to", "au", "bis", "al"})
_CHOICE = frozenset({"ou", "or", "et", "and"})
_WORDS = {
    **dict.fromkeys(STARTS, counted_back),
    **dict.fromkeys(LONG_MONTHS, month_first),
    **dict.fromkeys(WEEKDAYS, named_day),
}
_STARTERS = frozenset({*_WORDS, *SPELLED, *ORDINALS, *EDGES, *_TENS_OR_SO, *MONTHS})


def marks_on(page: Page, when: When, coins: Coins) -> list[Mark]:
    """Mark every date and amount in the order of the page; none at all when there are too many to tell apart."""
    marks: list[Mark] = []
    index, words, last = 0, page.words, len(page.words) - 3
    while index < last:
        word = words[index]
        if not (word[0].isdecimal() or word in _STARTERS) or (word in SIGNS and words[index + 1] in SIGNS):
            index += 1
            continue
        found = _mark_at(page, index, when, coins)
        if isinstance(found, Mark):
            marks.append(_approximate(page, found))
            if len(marks) > MOST_MARKS:
                return []
            index = max(found.last, index + 1)
        else:
            index = found
    return _related(page, marks)


def _mark_at(page: Page, index: int, when: When, coins: Coins) -> Mark | int:
    """Return the mark that starts at a word, or the word to go on with."""
    word = page.words[index]
    if word[0].isdecimal():
        return _number_at(page, index, when, coins)
    if word in _WORDS or (when.english and word in MONTHS):
        english = month_first(page, index, when) if when.english and word in MONTHS else None
        mark = english or _WORDS.get(word, month_first)(page, index, when)
        if mark:
            return mark
    if word in SPELLED or word in ORDINALS:
        mark = spelled_day(page, index, when) or days_ago(page, index, when)
        if mark:
            return mark
    if word in _TENS_OR_SO:
        return _tens_or_so(page, index)
    return (amount_at(page, index, coins) if word in EDGES or word in SPELLED else None) or index + 1


def _number_at(page: Page, index: int, when: When, coins: Coins) -> Mark | int:
    end = reference_end(page, index)
    if end is not None:
        return end
    dated = date_in_digits(page, index, when) or days_ago(page, index, when)
    if dated:
        return dated
    money = amount_at(page, index, coins)
    if money and money.form is not Form.BARE:
        return money
    short = len(page.words[index]) <= 2
    alone = (day_in_list(page, index, when) or day_alone(page, index, when)) if short else None
    if alone:
        return alone
    end = counted_end(page, index)
    if end is not None:
        return end
    return money or _after_number(page, index)


def _after_number(page: Page, index: int) -> int:
    """Step over a number that could not be read, with all that hangs on it, so that no part of it is read alone."""
    words, at = page.words, index + 1
    while words[at] not in {"\n", ""} and (_hangs_on(page, at) or (words[at].isdecimal() and len(words[at]) == 3)):
        at += 1
    return at


def _hangs_on(page: Page, at: int) -> bool:
    return page.glued(at) and (page.words[at].isdecimal() or page.words[at + 1].isdecimal())


def _tens_or_so(page: Page, index: int) -> Mark | int:
    """Mark "une cinquantaine d'euros": an amount, but not one to act on."""
    words = page.words
    at = index + 1 + (words[index + 1] in {"d", "de"})
    at += words[at] == "'"
    if words[at] not in EDGES:
        return index + 1
    return Mark(Item.AMOUNT, index, at + 1, (), Reason.APPROXIMATE)


def _approximate(page: Page, mark: Mark) -> Mark:
    """Note that a value is only about right: "environ 50 €", "vers le 3", "50 € environ"."""
    words, at = page.words, mark.first - 1
    while at > mark.first - 4 and at >= 0 and words[at] in _LINKS:
        at -= 1
    before = words[at] if at >= 0 else ""
    vague = (
        (before in _ABOUT and words[at + 1] != "the")
        or words[mark.last] in {"environ", "approx"}
        or (words[mark.last] == "et" and words[mark.last + 1] == "quelques")
        or _is_hedged(words, mark.last)
    )
    if mark.item is Item.AMOUNT:
        vague = (
            vague
            or (before in _MORE_OR_LESS and words[at + 1] in {"de", "d", "100", "than", "les"})
            or before == "than"
        )
    return mark._replace(problem=Reason.APPROXIMATE) if vague and mark.problem is None else mark


def _is_hedged(words: list[str], at: int) -> bool:
    """Recognise "le 4 novembre, je crois": the member is not sure, so neither are we."""
    at += words[at] in {",", "("}
    return tuple(words[at : at + 2]) in _HEDGES


def _related(page: Page, marks: list[Mark]) -> list[Mark]:
    """Relate neighbours: "19,99 ou 24,99 €" shares its currency, "3 et 5 mai" its month, "40 à 50 €" is a range."""
    for index in range(len(marks) - 1):
        left, right = marks[index], marks[index + 1]
        if left.item is not right.item or right.first - left.last not in {1, 2} or right.form is Form.BARE:
            continue
        joint = page.words[left.last]
        if right.first - left.last == 2 and page.words[left.last + 1] not in _LINKS:
            continue
        marks[index] = left = _sharing(left, right) if joint in _CHOICE or joint in _RANGE else left
        if joint in _RANGE or (joint in _CHOICE and _between(page, left)):
            marks[index], marks[index + 1] = _ranged(left), _ranged(right)
        elif joint == "," and left.form is Form.BARE and right.last - right.first == 2:
            joined = _with_cents(left, right)  # "49, 90 €": one amount or two
            marks[index], marks[index + 1] = joined._replace(first=left.first, last=left.last), joined
    return marks


def _sharing(left: Mark, right: Mark) -> Mark:
    """Give a bare value what its neighbour says for both: the currency, or the month."""
    if left.form is not Form.BARE or right.form is Form.BARE:
        return left
    if left.item is Item.AMOUNT:
        return left._replace(form=right.form, values=_in_currency(left, right))
    day, other = left.values[0], right.values[0] if right.values else None
    shared = made(other.year, other.month, day.day) if isinstance(day, date) and isinstance(other, date) else None
    return left._replace(form=right.form, values=(shared,)) if shared else left


def _with_cents(whole: Mark, cents: Mark) -> Mark:
    """Take two marks for one amount with a stray blank, to be confirmed."""
    joined = tuple(
        Money(one.value + other.value / 100, other.currency)
        for one, other in zip(whole.values, cents.values, strict=False)
        if isinstance(one, Money) and isinstance(other, Money)
    )
    return cents._replace(values=joined, problem=Reason.UNCONFIRMED)


def _between(page: Page, mark: Mark) -> bool:
    return any(word in {"entre", "between"} for word in page.words[max(mark.first - 2, 0) : mark.first])


def _ranged(mark: Mark) -> Mark:
    return mark._replace(problem=Reason.APPROXIMATE, form=Form.FULL)


def _in_currency(left: Mark, right: Mark) -> tuple[Money, ...]:
    currency = next((value.currency for value in right.values if isinstance(value, Money)), "EUR")
    return tuple(Money(value.value, currency) for value in left.values if isinstance(value, Money))
