#!/usr/bin/env python3
"""The county's figures beside those printed in its annual report of 2023, and in the point
measurement of municipal homes of 2021:

    packaging/county_table.py KONTINUA HOME

Evaluates the instance and marks each line whose figures are the printed ones with "=", others with
"#". Exits with 1 if one is not. Which figures there are, and what they are: printed_figures.py.
"""

import csv
import itertools
import subprocess
import sys

import printed_figures
from printed_figures import LEVELS, MONTHS, WEEK, written

YEARS = ("2022-12", "2023-12")
LABEL, CELL = 37, 9


def asked(kontinua, home, *words):
    """What a verb prints, as rows; when it fails, so does the table."""
    command = [kontinua, *words, "--home", home, "--format", "csv"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.returncode)
    return list(csv.DictReader(done.stdout.splitlines()))


def figures(kontinua, home):
    rows = [asked(kontinua, home, "measure", "--as-of", "2023-12-31", "--months", str(MONTHS), "--by", level)
            for level in LEVELS]
    return printed_figures.Figures(itertools.chain(*rows), asked(kontinua, home, "saebo", "--week", WEEK))


def grouped(text):
    """133599 as 133 599."""
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}".replace(",", " ") + point + rest if whole.lstrip("-").isdigit() and abs(int(whole)) > 999 \
        else text


def cells(found, rows, period):
    """What is printed of a period and what is computed, and whether they differ (None: nothing is printed). `rows`
    are those of one figure, which is written alike where it is not printed."""
    row = next((r for r in rows if r["period"] == period), None)
    printed, like = row["printed"] if row else "", (row or rows[-1])["printed"]
    value = found.computed({**rows[-1], "period": period})
    computed = written(value, like) if value is not None else "none" if row else ""
    return f"{grouped(printed):>{CELL}} {grouped(computed):>{CELL}}", computed != printed if row else None


def line(found, rows):
    """A line of the table, and of each figure that it compares whether it differs. A label that begins with a small
    letter goes with the line above."""
    label = rows[0]["label"]
    of_years = rows[0]["period"] in YEARS
    parts = [cells(found, rows, period) for period in (YEARS if of_years else (WEEK,))]
    differ = [d for _, d in parts if d is not None]
    label = f"{'  ' if label[0].islower() else ''}{label}"
    width = LABEL if of_years else LABEL + 2 * CELL + 3
    return f"{label:<{width}} {'  '.join(text for text, _ in parts)} {'#' if any(differ) else '='}", differ


def table(found, rows):
    """Prints it; whether every figure is the printed one."""
    head = f"{'printed':>{CELL}} {'computed':>{CELL}}"
    print(f"{'':{LABEL}} {'2022':-^{len(head)}}  {'2023':-^{len(head)}}\n{'':{LABEL}} {head}  {head}")
    differ = []
    for group, of_group in itertools.groupby(rows, lambda r: r["group"]):
        print(f"\n{group}")
        for _, same in itertools.groupby(of_group, lambda r: (r["measure"], r["figure"])):
            text, found_differ = line(found, list(same))
            print(text)
            differ += found_differ
    implied = sum(r["basis"] == "implied" for r in rows)
    print(f"\n{len(differ) - sum(differ)} of {len(differ)} figures are reproduced: {len(rows) - implied} printed,"
          f" {implied} that follow from them{'; # marks the others' if any(differ) else ''}")
    return not any(differ)


if __name__ == "__main__":
    sys.exit(not table(figures(*sys.argv[1:3]), printed_figures.printed()))
