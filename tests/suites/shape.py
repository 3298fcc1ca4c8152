"""The rules that keep the tree's shape: tests/checks/*.py, each first on a planted violation.

A check is a module with faults(root), which yields one line a fault, and PLANTED: small trees
(path: content) with words that the fault must contain; prepare(root) readies one that must be
built first. A check that does not find what was
planted has no teeth, and fails.
"""

import importlib.util
import pathlib
import sys
import tempfile


def load(path):
    spec = importlib.util.spec_from_file_location(f"check_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plant(files, folder):
    for name, content in files.items():
        path = pathlib.Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def run(t):
    folder = t.root / "tests" / "checks"
    sys.path.insert(0, str(folder))
    t.build("check")
    for path in sorted(folder.glob("*.py")):
        if path.stem == "tree":
            continue
        check = load(path)
        for number, (files, words) in enumerate(check.PLANTED, 1):
            with tempfile.TemporaryDirectory() as planted:
                plant(files, planted)
                if hasattr(check, "prepare"):
                    check.prepare(pathlib.Path(planted))
                found = "\n".join(check.faults(pathlib.Path(planted)))
                t.case(f"{path.stem}: finds what was planted, {number}", words in found,
                       f"wanted: {words}\nfound: {found}")
        found = list(check.faults(t.root))
        t.case(f"{path.stem}: {check.__doc__.strip().splitlines()[0]}", not found, "\n".join(found))
