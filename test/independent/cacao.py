"""Judges CACAO 2.0 documents with somebody else's JSON Schema: `cacao.py <schemas> <document>...`. Needs the package jsonschema.

The schemas are repaired as test/core/playbook/cacao/schemas.ts says, and judged by python-jsonschema instead of our own validator.
"""

import copy
import json
import sys

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

COMMAND = "commands/command-data.json"


def type_in(schema):
    for part in schema["allOf"]:
        kinds = part.get("properties", {}).get("type", {}).get("enum")
        if kinds:
            return kinds[0]
    raise ValueError("a command without a type")


def validator(path):
    with open(path, encoding="utf-8") as file:
        files = json.load(file)
    del files[COMMAND]["unevaluatedProperties"]
    kinds = [name for name in files if name.startswith("commands/") and name != COMMAND]
    rules = [{"if": {"properties": {"type": {"const": type_in(files[name])}}}, "then": {"$ref": f"../{name}"}} for name in kinds]
    known = {"properties": {"type": {"enum": [type_in(files[name]) for name in kinds]}}}
    items = {"allOf": [{"$ref": f"../{COMMAND}"}, known, *rules]}
    files["workflows/action.json"]["allOf"][1]["properties"]["commands"]["items"] = items
    registry = Registry()
    for schema in files.values():
        bare = copy.deepcopy(schema)
        bare.pop("$schema", None)
        registry = registry.with_resource(bare["$id"], Resource.from_contents(bare, default_specification=DRAFT202012))
    return Draft202012Validator({"$ref": files["playbook.json"]["$id"]}, registry=registry)


def main(schemas, *documents):
    judge = validator(schemas)
    found = []
    for name in documents:
        with open(name, encoding="utf-8") as file:
            errors = judge.iter_errors(json.load(file))
            found += [f"{name}: {list(error.absolute_path)}: {error.message[:300]}" for error in errors]
    print(json.dumps(found))


main(*sys.argv[1:])
