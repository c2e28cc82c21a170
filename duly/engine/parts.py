"""What every part of a program file has in common: a key, a label, its sources; nothing unknown is accepted."""

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from duly.engine.lengths import Length

KEY = "(key)"  # the alias of Keyed.key: what a part is called is where it stands; no file can write this
SOURCE = r"[A-Z]{2,8}-\d{2,3}"


def length(value: Any) -> Length:
    """A length as people say it."""
    if isinstance(value, Length):
        return value
    return Length.said(value if isinstance(value, str) else str(value))


def distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    """The same list; ValueError if something stands in it twice."""
    twice = next((each for i, each in enumerate(values) if each in values[:i]), None)
    if twice:
        raise ValueError(f"'{twice}' is listed twice; list it once")
    return values


Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=600)]
Source = Annotated[str, StringConstraints(strict=True, pattern=f"^{SOURCE}$")]
Sources = Annotated[tuple[Source, ...], AfterValidator(distinct)]
Names = Annotated[tuple[Text, ...], AfterValidator(distinct)]
Lasting = Annotated[
    Length,
    PlainValidator(length),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": r"^[1-9]\d{0,3} (day|week|month)s?$", "examples": ["14 days"]}),
]


class Part(BaseModel):
    """Frozen: a piece of an edition."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Keyed(Part):
    """Frozen: a piece that other pieces name; its key is where it stands in the file."""

    key: str = Field(alias="(key)")
    label: Text
    sources: Sources = ()
    note: str = ""
