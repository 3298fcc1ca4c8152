"""No path, host or number of a workplace stands in the tree."""

import re

import tree

# Written in pieces, so that this file does not hold what it looks for.
FORBIDDEN = [
    (r"/wor" + r"k/", "a path of one machine"),
    (r"/roo" + r"t/", "a path of one machine"),
    (r"\bissue" + r" #?\d+", "a number that only a tracker knows"),
    (r"deb\.debian" + r"\.org|npmjs\." + r"(org|com)|pypi\." + r"org|yarnpkg\.", "the host of a registry"),
    (r"\bnode" + r"source\b", "the host of a registry"),
]


def faults(root):
    for path in tree.files(root):
        content = tree.text(root, path)
        for pattern, why in FORBIDDEN if content else []:
            for found in re.finditer(pattern, content, re.I):
                yield f"{path}:{tree.line_of(content, found.start())}: “{found[0]}” is {why}"


PLANTED = [
    ({"README.md": "see /wor" + "k/main\n"}, "README.md:1"),
    ({"src/a.c": "\n/* issue" + " 12 */\n"}, "src/a.c:2"),
    ({"package-lock.json": "registry.npmjs." + "org"}, "the host of a registry"),
]
