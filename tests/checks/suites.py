"""Every suite has a budget and every budget a suite; the whole fits its size of checking."""

import csv

import tree

MOST = {"check_s": 15 * 60, "ci_s": 60 * 60}


def faults(root):
    with open(root / "tests" / "budgets.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    named = {row["suite"] for row in rows}
    there = {path.stem for path in tree.files(root, ".py", under="tests/suites")}
    for name in sorted(named - there):
        yield f"tests/budgets.csv: there is no tests/suites/{name}.py"
    for name in sorted(there - named):
        yield f"tests/suites/{name}.py has no budget in tests/budgets.csv"
    for column, most in MOST.items():
        total = sum(float(row[column] or 0) for row in rows)
        if total > most:
            yield f"tests/budgets.csv: {column} sums to {total:.0f}, at most {most}"


PLANTED = [
    ({"tests/budgets.csv": "suite,check_s,ci_s,campaign_s\na,1,1,\n"}, "there is no tests/suites/a.py"),
    ({"tests/budgets.csv": "suite,check_s,ci_s,campaign_s\n", "tests/suites/b.py": ""}, "b.py has no budget"),
    ({"tests/budgets.csv": "suite,check_s,ci_s,campaign_s\na,901,1,\n", "tests/suites/a.py": ""}, "sums to 901"),
]
