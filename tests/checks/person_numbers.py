"""No number that could be a living person's stands in the tree.

A valid personnummer or samordningsnummer dated 1900 or later is one that somebody may have.
Test data is dated 1800-1836. Of the official test numbers, which nobody has or will have, those in
the files that person_numbers.txt lists may be used, and no others.
"""

import datetime
import re

import tree

NUMBER = re.compile(r"(?<![\w.-])((?:19|20)\d{6})[-+]?(\d{4})(?![\w-])")


def is_date(text):
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    try:
        datetime.date(year, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def luhn(digits):
    total = 0
    for place, c in enumerate(digits):
        doubled = int(c) * (2 - place % 2)
        total += doubled // 10 + doubled % 10
    return total % 10 == 0


def numbers(content):
    """Each number that could be somebody's: (place, its 12 digits)."""
    for found in NUMBER.finditer(content or ""):
        if is_date(found[1]) and luhn(found[1][2:] + found[2]):
            yield found.start(), found[1] + found[2]


def examples(root):
    """The official test numbers that the listed files hold."""
    listed = root / "tests" / "checks" / "person_numbers.txt"
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    paths = [line for line in lines if line and not line.startswith("#")]
    return {number for path in paths for _, number in numbers(tree.text(root, path))}


def faults(root):
    allowed = examples(root)
    for path in tree.files(root):
        content = tree.text(root, path)
        for place, number in numbers(content):
            if number not in allowed:
                # Only the place is told: what is found may be somebody's.
                yield f"{path}:{tree.line_of(content, place)}: a number that may be a living person's"


MADE = "19121212" + "1212"  # the number of the textbooks, in pieces
PLANTED = [
    ({"tests/a.csv": f"person\n{MADE}\n"}, "tests/a.csv:2"),
    ({"tests/a.csv": f"{MADE[:8]}-{MADE[8:]}\n"}, "tests/a.csv:1"),
]
