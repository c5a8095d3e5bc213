#!/usr/bin/env python3
"""Lists of words in the API's description (src/serve/api/openapi.json) that are words of the code stand once, among its schemas: "x-words" names the
enum whose words_of() they are.
script/described_words.py: writes them as the code says them now. The house check refuses what is older, and a list that stands beside them."""
import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
DESCRIPTION = ROOT / "src/serve/api/openapi.json"
TABLE = re.compile(r"words_of\((\w+)\) \{\s*return std::array<std::string_view, \d+>\{([^}]*)\};")
NAMED = re.compile(r'"(\w+)": \{"type": "string", "x-words": "(\w+)", "enum": (\[[^\]]*\])')
LEAST = 3  # a list of two words says too little to be known again
OR_NONE = "OrNone"  # of a name: or nothing is said


def tables():
    """Lists of words by their enum. Of two enums with one name nobody can tell which is meant: neither may be named."""
    found, twice = {}, set()
    for path in sorted((ROOT / "src").rglob("*.h")):
        for name, words in TABLE.findall(path.read_text(encoding="utf-8")):
            twice |= {name} & set(found)
            found[name] = re.findall(r'"([^"]*)"', words)
    return {name: words for name, words in found.items() if name not in twice}


def wanted(name, words):
    return [""] + words if name.endswith(OR_NONE) else words


def written(text, known):
    return NAMED.sub(lambda found: f'"{found[1]}": {{"type": "string", "x-words": "{found[2]}", "enum": {json.dumps(wanted(found[1], known[found[2]]))}', text)


def problems():
    text, known = DESCRIPTION.read_text(encoding="utf-8"), tables()
    name = DESCRIPTION.relative_to(ROOT)
    named = NAMED.findall(text)
    if text.count('"x-words"') != len(named):
        yield f'{name}: "x-words" stands in a line of its own form: "Name": {{"type": "string", "x-words": "Enum", "enum": […]}}'
    for schema, enum, _ in named:
        if enum not in known:
            yield f"{name}: {schema} names the words of {enum}, of which there is none, or more than one"
    if all(enum in known for _, enum, _ in named) and written(text, known) != text:
        yield f"{name}: words of the code have changed; script/described_words.py writes them"
    once = {frozenset(json.loads(words)): schema for schema, _, words in named}
    for found in re.finditer(r'("x-words": "\w+", )?"enum": (\[[^\]]*\])', text):
        words = json.loads(found[2])
        if not found[1] and len(words) >= LEAST and frozenset(words) in once:
            yield f'{name}:{text.count(chr(10), 0, found.start()) + 1}: these words stand once, as "$ref": "#/components/schemas/{once[frozenset(words)]}"'


if __name__ == "__main__":
    DESCRIPTION.write_text(written(DESCRIPTION.read_text(encoding="utf-8"), tables()), encoding="utf-8")
