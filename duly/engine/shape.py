"""What the parts of an edition look like: read from the types, so that keys are put in and mistakes find their part."""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from duly.engine.forms import Code
from duly.engine.parts import KEY, Keyed
from duly.engine.places import Path

Shape = type[BaseModel]


def parts_of(annotation: Any) -> tuple[Shape, ...]:
    """The parts an annotation may hold, through Annotated, unions, lists and blocks."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return parts_of(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return tuple(part for each in get_args(annotation) if each is not NoneType for part in parts_of(each))
    if origin is tuple:
        return parts_of(get_args(annotation)[0])
    if origin is dict:
        return parts_of(get_args(annotation)[1])
    return (annotation,) if isinstance(annotation, type) and issubclass(annotation, BaseModel) else ()


def is_block(annotation: Any) -> bool:
    """Whether the annotation is a block of keyed parts."""
    return get_origin(annotation) is dict


def chosen(shapes: tuple[Shape, ...], value: Any) -> Shape | None:
    """The part a value is meant to be: the only one, or the one of its kind."""
    if len(shapes) < 2:
        return shapes[0] if shapes else None
    kind = value.get("kind") if isinstance(value, Mapping) else None
    return next((shape for shape in shapes if kind in kinds(shape)), None)


def kinds(shape: Shape) -> tuple[str, ...]:
    """The kinds a part answers to."""
    found = shape.model_fields.get("kind")
    return get_args(found.annotation) if found and get_origin(found.annotation) is Literal else ()


def keyed(shape: Shape | None, value: Any, key: str | None = None) -> Any:
    """The same value with the key put into every keyed part; a code written as one text becomes its label."""
    if shape is None:
        return value
    if isinstance(value, str) and issubclass(shape, Code):
        value = {"label": value}
    if not isinstance(value, dict):
        return value
    made = {name: within(shape, name, each) for name, each in value.items()}
    return {**made, KEY: key} if issubclass(shape, Keyed) else made


def within(shape: Shape, name: str, value: Any) -> Any:
    """One field of a part, with the keys put into what it holds."""
    field = shape.model_fields.get(name)
    shapes = parts_of(field.annotation) if field else ()
    if not shapes or not isinstance(value, (dict, str)):
        return value
    if field and is_block(field.annotation) and isinstance(value, dict):
        return {key: keyed(chosen(shapes, each), each, key) for key, each in value.items()}
    return keyed(chosen(shapes, value), value, name)


def shapes_at(root: Shape, file: Any, path: Path) -> tuple[Shape, ...]:
    """The parts that may stand at a path of a file."""
    shapes: tuple[Shape, ...] = (root,)
    value, in_block = file, False
    for step in path:
        if in_block or isinstance(step, int):
            in_block = False
        else:
            shape = chosen(shapes, value)
            field = shape.model_fields.get(step) if shape else None
            shapes = parts_of(field.annotation) if field else ()
            in_block = bool(field and is_block(field.annotation))
        value = at(value, step)
    return shapes


def at(value: Any, step: str | int) -> Any:
    """What stands under a key or at a position; None where nothing does."""
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, tuple) and isinstance(step, int) and step < len(value) else None


def names_of(shape: Shape) -> tuple[str, ...]:
    """The keys a file may write in this part."""
    return tuple(name for name in shape.model_fields if not (name == "key" and issubclass(shape, Keyed)))
