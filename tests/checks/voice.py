"""The idioms that a pattern can see: how a header opens, no typedef for structs, SQL in its place."""

import re

import tree

RULES = [
    (r"^typedef struct\b", "src", "a struct has no typedef"),
    (r'"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|WITH)\s', "src", "SQL stands in store/query/*.sql"),
    (r"\b(strcpy|strcat|sprintf|gets|atoi|atol|atof|strtok|alloca)\(", "src", "a function without bounds or errors"),
    (r"\b(TODO|FIXME|XXX|HACK)\b", "", "finish it, or say it in the documents"),
]


def faults(root):
    for path in tree.files(root, ".c", ".h"):
        content = tree.text(root, path)
        code = tree.code(content)
        for pattern, under, why in RULES:
            if under and path.parts[0] != under:
                continue
            for found in re.finditer(pattern, content if not under else code, re.M):
                yield f"{path}:{tree.line_of(content, found.start())}: {why}"
        if path.suffix == ".h" and path.parts[0] == "src":
            name = "/".join(path.parts[1:])
            if not content.startswith(f"/* {name} - "):
                yield f"{path}:1: a header opens with /* {name} - what it is"


PLANTED = [
    ({"src/core/a.h": "int x;\n"}, "opens with /* core/a.h - "),
    ({"src/core/a.c": "typedef struct a b;\n"}, "no typedef"),
    ({"src/core/a.c": 'x("SELECT 1");\n'}, "SQL stands"),
    ({"src/core/a.c": "strcpy(a, b);\n"}, "without bounds"),
]
