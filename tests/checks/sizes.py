"""A file has at most 700 lines, a function 60 lines and 6 parameters.

Exceptions stand by name in size_exceptions.csv with the size that they have; the list may only
shrink: one that has become smaller, or is no longer needed, is a fault too.
"""

import csv
import re

import tree

MOST = {"file": 700, "lines": 60, "parameters": 6}
FUNCTION = re.compile(r"^(?![ \t#/}*])(?P<head>(?:(?!\n\n)[^;{}=])*?\b(?P<name>\w+)\((?P<args>(?:(?!\n\n)[^;{}])*)\))\s*\n\{\n", re.M)


def parameters(args):
    """How many parameters a list has; commas within brackets belong to one of them."""
    depth, count = 0, 1
    for c in args:
        depth += (c in "([") - (c in ")]")
        count += c == "," and depth == 0
    return 0 if args.strip() in ("", "void") else count


def sizes(root):
    """(path, function or empty, what, size) of every file and function."""
    for path in tree.files(root, ".c", ".h"):
        content = tree.text(root, path)
        yield str(path), "", "file", content.count("\n")
        for found in FUNCTION.finditer(content):
            end = content.find("\n}\n", found.end() - 1)
            lines = content.count("\n", found.end("head"), end + 2 if end >= 0 else len(content))
            yield str(path), found["name"], "lines", lines
            yield str(path), found["name"], "parameters", parameters(found["args"])


def faults(root):
    listed = root / "tests" / "checks" / "size_exceptions.csv"
    rows = csv.DictReader(listed.read_text(encoding="utf-8").splitlines()) if listed.exists() else []
    allowed = {(r["path"], r["function"], r["what"]): int(r["size"]) for r in rows}
    seen = set()
    for path, function, what, size in sizes(root):
        key, name = (path, function, what), f"{path}{': ' if function else ''}{function}"
        if key in allowed:
            seen.add(key)
            if size <= MOST[what]:
                yield f"{name}: within the limit again: take it out of size_exceptions.csv"
            elif size != allowed[key]:
                yield f"{name}: {size} {what}, size_exceptions.csv says {allowed[key]} (it may only shrink)"
        elif size > MOST[what]:
            yield f"{name}: {size} {'lines' if what == 'file' else what}, at most {MOST[what]}"
    for path, function, _ in sorted(set(allowed) - seen):
        yield f"{path} {function}: in size_exceptions.csv, and no longer in the tree"


PLANTED = [
    ({"src/a.c": "int x;\n" * 701}, "701 lines, at most 700"),
    ({"src/a.c": "void f(void)\n{\n" + "    g();\n" * 60 + "}\n"}, "f: 62 lines, at most 60"),
    ({"src/a.c": "int f(int a, int b, int c,\n      int (*d)(int, int), int e, int g, int h)\n{\n    g();\n}\n"},
     "f: 7 parameters, at most 6"),
    ({"src/a.c": "int x;\n", "tests/checks/size_exceptions.csv": "path,function,what,size\nsrc/a.c,,file,900\n"},
     "within the limit again"),
]
