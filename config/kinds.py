"""The kinds of value a policy is made of, as pydantic checks them and as editors are told about them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from config import words
from config.sentences import hint, wrong
from integration.core.clocks import Length


@dataclass(frozen=True, slots=True)
class Known:
    """The names the rest of the policy may use: found in the file before it is checked, wherever they stand in it."""

    categories: frozenset[str] = frozenset()
    clocks: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()  # the parts named under `fields`
    written: frozenset[str] = frozenset()  # titles of the fields that Guichet writes
    messages: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    retention: bool = False
    closes: bool = False  # whether a member who never answers is waited for no longer at some time


def known(info: ValidationInfo) -> Known:
    """The names handed to the check; none when a part is checked by itself."""
    return info.context if isinstance(info.context, Known) else Known()


def _named(names: Callable[[Known], frozenset[str]], code: str) -> AfterValidator:
    def check(found: str, info: ValidationInfo) -> str:
        if found not in names(known(info)):
            raise wrong(code, found=found, hint=hint(found, names(known(info))))
        return found

    return AfterValidator(check)


class _OneOrMany:
    """Tells editors that one word may stand without the brackets of a list."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        many = handler(core)
        return {"anyOf": [many["items"], many]}


def _editors(kind: str | list[str], *examples: object) -> WithJsonSchema:
    return WithJsonSchema({"type": kind, "examples": list(examples)})


Days = Annotated[int, BeforeValidator(words.days), _editors("string", "7 days", "2 weeks")]
Lasting = Annotated[Length, BeforeValidator(words.lasting), _editors("string", "7 days", "2 weeks", "16 hours")]
Months = Annotated[int, BeforeValidator(words.months), _editors("string", "13 months", "1 year")]
Percent = Annotated[int, BeforeValidator(words.percent), _editors("string", "30%")]
Amount = Annotated[Decimal, BeforeValidator(words.amount), _editors(["number", "string"], 500, "49,90")]
Day = Annotated[date, BeforeValidator(words.day), WithJsonSchema({"type": "string", "format": "date"})]
Span = Annotated[timedelta, BeforeValidator(words.span), _editors("string", "3 days", "12 hours")]
Wait = Annotated[timedelta, BeforeValidator(words.wait), _editors("string", "0 days", "3 days")]
Clock = Annotated[time, BeforeValidator(words.clock), _editors("string", "18:00")]
Text = Annotated[str, AfterValidator(words.filled)]
Written = Annotated[
    str, BeforeValidator(words.as_written), AfterValidator(words.filled), WithJsonSchema({"type": ["number", "string"]})
]
Folded = Annotated[str, AfterValidator(words.folded)]
Searched = Annotated[str, AfterValidator(words.searched)]
Id = Annotated[str, AfterValidator(words.identity)]
RuleId = Annotated[str, AfterValidator(words.rule_identity)]
AnyTag = Annotated[str, AfterValidator(words.tag)]
NeutralTag = Annotated[str, AfterValidator(words.neutral_tag)]
AnyLanguage = Annotated[str, AfterValidator(words.language)]
Timezone = Annotated[str, AfterValidator(words.timezone)]
Currency = Annotated[str, AfterValidator(words.currency)]
Pattern = Annotated[str, AfterValidator(words.pattern)]
Language = Annotated[str, _named(lambda names: names.languages, "language")]
CategoryName = Annotated[str, _named(lambda names: names.categories, "unknown_category")]
ClockName = Annotated[str, _named(lambda names: names.clocks, "unknown_clock")]
MessageName = Annotated[str, _named(lambda names: names.messages, "unknown_message")]
NoteName = Annotated[str, _named(lambda names: names.notes, "unknown_note")]

_Item = TypeVar("_Item")
_ITEMS = {"type": "string", "enum": list(words.ITEMS)}
Missing = Annotated[
    bool | tuple[str, ...],
    PlainValidator(words.missing),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, _ITEMS, {"type": "array", "items": _ITEMS, "minItems": 1}]}),
]
_VALUE = {"type": ["string", "number", "boolean"]}
FieldValues = Annotated[
    tuple[str, ...],
    PlainValidator(words.field_values),
    WithJsonSchema({"anyOf": [_VALUE, {"type": "array", "items": _VALUE, "minItems": 1}], "examples": ["*", ""]}),
]
FieldValue = Annotated[str, PlainValidator(words.field_value), WithJsonSchema(_VALUE)]
Many = Annotated[tuple[_Item, ...], Field(min_length=1), BeforeValidator(words.listed), _OneOrMany()]
