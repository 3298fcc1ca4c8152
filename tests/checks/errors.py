"""Every error code has its texts, its kind, a place that uses it and a test that names it."""

import csv
import re

import tree

USE = re.compile(r'\bFAIL\w*\(\s*[^,;]+,\s*ERR_(?P<kind>\w+),\s*"(?P<code>[^"]+)"')
SHAPE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


def uses(root):
    """Where each code is used: (code, kind, place)."""
    for path in tree.files(root, ".c", ".h", under="src"):
        content = tree.code(tree.text(root, path))
        for found in USE.finditer(content):
            yield found["code"], found["kind"].lower(), f"{path}:{tree.line_of(content, found.start())}"


def faults(root):
    table = (root / "web" / "text" / "errors.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    kinds = {row["code"]: row["kind"] for row in rows}
    codes = [row["code"] for row in rows]
    for code in sorted({c for c in codes if codes.count(c) > 1}):
        yield f"errors.csv: {code} stands twice"
    if codes != sorted(codes):
        yield f"errors.csv: not sorted by code, first at {next(a for a, b in zip(codes, sorted(codes)) if a != b)}"
    for row in rows:
        if not SHAPE.fullmatch(row["code"]):
            yield f"errors.csv: {row['code']} is not <thing>.<reason>"
        if not row["sv"] or not row["en"] or None in row:
            yield f"errors.csv: {row['code']} needs a Swedish and an English text, and no more columns"
    for code, kind, place in uses(root):
        if code not in kinds:
            yield f"{place}: {code} has no line in web/text/errors.csv"
        elif kinds[code] != kind:
            yield f"{place}: {code} is {kind} here, {kinds[code]} in web/text/errors.csv"
    source = "\n".join(tree.code(tree.text(root, p)) for p in tree.files(root, ".c", ".h", under="src"))
    tests = "\n".join(tree.text(root, p) or "" for p in tree.files(root, under="tests")
                      if p.suffix in (".c", ".h", ".py", ".mjs", ".csv") and "checks" not in p.parts)
    for code in sorted(kinds):
        if f'"{code}"' not in source:
            yield f"errors.csv: nothing fails with {code}"
        elif not re.search(rf"\b{re.escape(code)}\b", tests):
            yield f"errors.csv: no test names {code}"


HEAD = "code,kind,sv,en\n"
GOOD = {"web/text/errors.csv": HEAD + "a.b,io,x,y\n", "tests/a.c": '"a.b"'}
PLANTED = [
    ({**GOOD, "src/a.c": 'FAIL(err, ERR_IO, "a.b", ""); FAIL(err, ERR_IO, "a.c", "");'}, "a.c has no line"),
    ({**GOOD, "src/a.c": 'FAIL(err, ERR_INVALID, "a.b", "");'}, "a.b is invalid here, io in"),
    ({**GOOD, "src/a.c": ""}, "nothing fails with a.b"),
    ({"web/text/errors.csv": HEAD + "a.b,io,x,y\n", "src/a.c": 'FAIL(err, ERR_IO, "a.b", "")'}, "no test names a.b"),
    ({"web/text/errors.csv": HEAD + "a.b,io,,y\n"}, "needs a Swedish"),
]
