"""Tables in documents that come from CSV files say what the files say.

In a document `<!-- table: PATH -->` and `<!-- end -->` stand around such a table. Run with a root,
`python3 tests/checks/examples.py .`, this writes them anew.
"""

import csv
import re
import sys

import tree

TABLE = re.compile(r"(<!-- table: (?P<path>\S+) -->\n)(?P<body>.*?)(<!-- end -->)", re.S)
NUMBER = re.compile(r"-?[\d./]+")


def rendered(root, path):
    """The CSV file as a Markdown table; columns of numbers stand to the right."""
    with open(root / path, encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    right = [all(NUMBER.fullmatch(row[i]) or not row[i] for row in rows) for i in range(len(head))]
    lines = [[name.replace("_", " ") for name in head], ["---:" if r else "---" for r in right], *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def faults(root):
    for path in tree.files(root, ".md", under="docs"):
        content = tree.text(root, path)
        if content.count("<!-- table: ") != len(TABLE.findall(content)):
            yield f"{path}: a table lacks its <!-- end -->"
        for found in TABLE.finditer(content):
            place = f"{path}:{tree.line_of(content, found.start())}"
            if not (root / found["path"]).exists():
                yield f"{place}: {found['path']} is not there"
            elif found["body"] != rendered(root, found["path"]):
                yield f"{place}: is not what {found['path']} says: run python3 tests/checks/examples.py ."
    shown = {found["path"] for path in tree.files(root, ".md", under="docs")
             for found in TABLE.finditer(tree.text(root, path))}
    for path in tree.files(root, ".csv", under="tests/spec"):
        if str(path) not in shown:
            yield f"{path}: no document shows it"


def write(root):
    for path in tree.files(root, ".md", under="docs"):
        content = tree.text(root, path)
        new = TABLE.sub(lambda m: m[1] + rendered(root, m["path"]) + m[4], content)
        if new != content:
            (root / path).write_text(new, encoding="utf-8")


SPEC = {"tests/spec/a.csv": "x,y_z\n1,b\n"}
PLANTED = [
    ({**SPEC, "docs/a.md": "<!-- table: tests/spec/a.csv -->\n<!-- end -->\n"}, "is not what tests/spec/a.csv says"),
    ({**SPEC, "docs/a.md": "<!-- table: tests/spec/a.csv -->\n"}, "lacks its"),
    ({**SPEC}, "no document shows it"),
    ({"docs/a.md": "<!-- table: b.csv -->\n<!-- end -->\n"}, "b.csv is not there"),
]

if __name__ == "__main__":
    import pathlib

    write(pathlib.Path(sys.argv[1]))
