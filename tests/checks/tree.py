"""The files that the checks look at: the tree without what is built or fetched."""

import os
import pathlib
import re

NOT_OURS = {".git", "build", "node_modules", "kontinua-home", "__pycache__"}


def files(root, *suffixes, under=""):
    """Paths below root/under, relative to root and sorted, with one of the suffixes (all: none given)."""
    found = []
    for folder, names, here in os.walk(pathlib.Path(root) / under):
        names[:] = sorted(n for n in names if n not in NOT_OURS and not n.startswith("build-"))
        for name in here:  # .git is a file where the tree is a second one of a repository
            if name not in NOT_OURS and (not suffixes or name.endswith(suffixes)):
                found.append((pathlib.Path(folder) / name).relative_to(root))
    return sorted(found)


def text(root, path):
    """The file's text, or None when it is not text."""
    try:
        return (pathlib.Path(root) / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def line_of(content, offset):
    return content.count("\n", 0, offset) + 1


def code(content):
    """C without its comments; every character and line keeps its place."""
    return re.sub(r'/\*.*?\*/|//[^\n]*|("(?:\\.|[^"\\\n])*")',
                  lambda m: m[1] or re.sub(r"[^\n]", " ", m[0]), content, flags=re.S)
