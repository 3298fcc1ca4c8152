"""Every link of a document leads to a file, and to a heading of it."""

import re

import tree

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.M | re.S)


def anchors(content):
    """The fragments that a document's headings make."""
    for heading in re.findall(r"^#+ (.*)$", content, re.M):
        plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
        yield plain.replace(" ", "-")


def faults(root):
    for path in tree.files(root, ".md"):
        content = CODE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), tree.text(root, path))
        for found in LINK.finditer(content):
            target, _, fragment = found[1].partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            place = f"{path}:{tree.line_of(content, found.start())}"
            aimed = root / path.parent / target if target else root / path
            if not aimed.exists():
                yield f"{place}: {target} is not there"
            elif fragment and aimed.suffix == ".md" and fragment not in anchors(aimed.read_text(encoding="utf-8")):
                yield f"{place}: {target or path} has no heading #{fragment}"


PLANTED = [
    ({"README.md": "see [it](docs/none.md)\n"}, "docs/none.md is not there"),
    ({"README.md": "# One\nsee [it](#two)\n"}, "has no heading #two"),
]
