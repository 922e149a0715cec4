"""The service model of Rekognition that botocore carries, and what it says of
DetectLabels: the shapes of its request and answer, and its errors."""

import gzip
import json
import pathlib

import botocore


def load():
    folder = pathlib.Path(botocore.__file__).parent / "data" / "rekognition" / "2016-06-27"
    for name, opened in [("service-2.json", open), ("service-2.json.gz", gzip.open)]:
        if (folder / name).exists():
            with opened(folder / name) as file:
                return json.load(file)
    raise FileNotFoundError(folder)


MODEL = load()
SHAPES = MODEL["shapes"]
DETECT_LABELS = MODEL["operations"]["DetectLabels"]
INPUT = DETECT_LABELS["input"]["shape"]
OUTPUT = DETECT_LABELS["output"]["shape"]
TARGET = f"{MODEL['metadata']['targetPrefix']}.DetectLabels"
MEDIA_TYPE = f"application/x-amz-json-{MODEL['metadata']['jsonVersion']}"
# The errors of the operation, each with whether the server is at fault.
ERRORS = {e["shape"]: SHAPES[e["shape"]].get("fault", False) for e in DETECT_LABELS["errors"]}


def members(name):
    """All (structure, member) that can be reached from a shape."""
    todo, seen = [name], set()
    while todo:
        shape = SHAPES[name := todo.pop()]
        for member, ref in shape.get("members", {}).items():
            if (name, member) not in seen:
                seen.add((name, member))
                todo.append(ref["shape"])
        if shape["type"] == "list":
            todo.append(shape["member"]["shape"])
    return seen


def paths(name, at=()):
    """The way to each value of a shape that holds others, and that value's shape: the
    names of members, "*" for an element of a list."""
    shape = SHAPES[name]
    for member, ref in shape.get("members", {}).items():
        yield (*at, member), ref["shape"]
        yield from paths(ref["shape"], (*at, member))
    if shape["type"] == "list":
        yield (*at, "*"), shape["member"]["shape"]
        yield from paths(shape["member"]["shape"], (*at, "*"))


def check(value, name, at="answer"):
    """Holds a value of an answer against its shape. Gives what is wrong with it, a line
    each, and the (structure, member) that it has."""
    shape = SHAPES[name]
    kind = shape["type"]
    wrong, seen = [], set()
    types = {"structure": dict, "list": list, "string": str, "integer": int, "float": (int, float)}
    if not isinstance(value, types[kind]) or isinstance(value, bool):
        return [f"{at}: {value!r} is no {kind}"], seen
    if kind == "structure":
        inner = []
        for member, v in value.items():
            if ref := shape.get("members", {}).get(member):
                seen.add((name, member))
                inner.append((v, ref["shape"], f"{at}.{member}"))
            else:
                wrong.append(f"{at}.{member} is not in the model's {name}")
        wrong += [f"{at}.{member} is missing" for member in shape.get("required", []) if member not in value]
    elif kind == "list":
        inner = [(v, shape["member"]["shape"], f"{at}[{i}]") for i, v in enumerate(value)]
        wrong += beyond(len(value), shape, f"{at}: length")
    else:
        inner = []
        wrong += beyond(len(value) if kind == "string" else value, shape, at)
        if value not in shape.get("enum", [value]):
            wrong.append(f"{at}: {value!r} is none of {shape['enum']}")
    for v, n, where in inner:
        w, s = check(v, n, where)
        wrong += w
        seen |= s
    return wrong, seen


def beyond(n, shape, at):
    low, high = shape.get("min", float("-inf")), shape.get("max", float("inf"))
    return [] if low <= n <= high else [f"{at}: {n} is not within {low} and {high}"]


def violations(name):
    """Values that a shape forbids, and for each whether its type is right."""
    shape = SHAPES[name]
    kind = shape["type"]
    for value, types in [
        ({"a": 1}, ["structure"]), (["a"], ["list"]), ("a", ["string", "blob"]), (True, []), (1.5, ["float"]), (7, ["integer", "float"]),
    ]:
        if kind not in types:
            yield value, False
    low, high = shape.get("min", 0), shape.get("max")
    if kind == "integer" and high is None:
        yield 1 << 31, False
    if kind in ("integer", "float"):
        yield low - 1, True
        if high is not None:
            yield high + 1, True
    elif kind == "string":
        if low:
            yield "", True
        if high:
            yield "a" * (high + 1), True
        if "pattern" in shape:
            yield "a#b", True
        if "enum" in shape:
            yield shape["enum"][0].lower(), True
    elif kind == "list" and high is not None:
        element = SHAPES[shape["member"]["shape"]]
        yield [element.get("enum", ["a"])[0]] * (high + 1), True
    elif kind == "blob":
        yield "AAAA"[:0], True
        yield "AAAA" * (high // 3 + 1), True
