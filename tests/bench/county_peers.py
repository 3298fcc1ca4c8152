#!/usr/bin/env python3
"""Every measure at 36 month-ends for a county beside DuckDB: the same figures, and the ratio of times.

    tests/bench/county_peers.py [--persons 133599] [--rounds 3] [--keep DIR]
    tests/bench/county_peers.py --five FILES HOME     one month-end of five measures

The files are those of `kontinua synth`, the instance is the demo of the same seed. Both have their
tables loaded and 2 threads, and are asked for all measures of measures/ by unit and county, everything
computed anew (county.sql is what DuckDB is asked). Rounds alternate between the two.
"""

import argparse
import collections
import csv
import fractions
import os
import pathlib
import re
import statistics
import sys
import tempfile

from peers import BENCH, KONTINUA, RELEASE, ROOT, run, say, snapshot_of

FIVE = ("listed", "production", "patients", "coverage", "Ko05L")
TODAY = ("--today", "2024-01-15")
# Of these no row means that nobody knows, of the others that nobody is there.
OF_TABLES = re.compile("cni|specialist_share|district_nurse_share|access0|hired_weeks|economy_|survey_")


def measured(asked, level):
    """What `kontinua measure` prints: (measure, level, id, period) to numerator and denominator, None where missing."""
    only = ["--measure", *asked.named] if asked.named else []
    said = run(KONTINUA, "measure", "--home", asked.home, *TODAY, "--months", asked.months, "--by", level, "--threads", 2,
               "--fresh", "--format", "csv", *only)
    found = {}
    for row in csv.DictReader(said.splitlines()):
        parts = (row["numerator"], row["denominator"])
        found[row["measure"], level, row["id"], row["period"]] = (
            None if row["missing"] else tuple(fractions.Fraction(p) for p in parts))
    return found


def from_duckdb(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {(r["measure"], r["level"], r["id"], f"{r['year']}-{int(r['month']):02d}"):
                (float(r["n"]), float(r["d"]) if r["d"] else 1.0) for r in csv.DictReader(file)}


def same(ours, theirs):
    """Whole numbers are equal, others to 12 digits."""
    for a, b in zip(ours, theirs):
        if a.denominator == 1 and b.is_integer():
            if a != b:
                return False
        elif abs(float(a) - b) > 1e-12 * max(1.0, abs(b)):
            return False
    return True


def differences(ours, theirs):
    """What differs, as sentences, by measure."""
    found = collections.defaultdict(list)
    for key in ours.keys() | theirs.keys():
        a, b = ours.get(key), theirs.get(key)
        if b is None and not OF_TABLES.match(key[0]):
            b = (0.0, a[1] if a else 0.0)
        if b is not None and b[1] == 0:
            b = None
        if key not in ours or (a is None) != (b is None) or a is not None and not same(a, tuple(map(float, b))):
            found[key[0]].append(f"{' '.join(key)}: {a and tuple(map(str, a))}, DuckDB {b}")
    return found


def must_agree(ours, theirs):
    wrong = differences(ours, theirs)
    for measure, lines in sorted(wrong.items()):
        say(f"{measure}: {len(lines)} differ, such as {min(lines)}")
    if wrong:
        sys.exit("peers: the figures differ")
    say(f"the same {len(ours):,} figures of {len({k[0] for k in ours})} measures")


def duckdb_county(asked, mode, out):
    """The least seconds on the clock, and of the processor, in which everything was computed; what was said."""
    said = run("node", "duckdb_county.mjs", asked.files, ROOT / "measures" / "codesets", mode, asked.repeats, asked.months,
               out, asked.sql, cwd=BENCH)
    times = re.findall(r"^computed: ([\d.]+) s, ([\d.]+) s of processor$", said, re.M)
    return tuple(min(float(t) for t in column) for column in zip(*times)), said


def kontinua_computes(asked):
    """The same of an evaluation of a snapshot that is mapped."""
    said = run(RELEASE / "tests" / "bench" / "ko05", snapshot_of(asked.home), 2, asked.work)
    return tuple(float(re.search(rf"^{asked.work}{kind} ([\d.]+)$", said, re.M)[1]) for kind in ("_least", "_least_cpu"))


def measure(asked, out):
    times = collections.defaultdict(list)
    ours = measured(asked, "unit") | measured(asked, "county")
    for number in range(asked.rounds):
        say(f"round {number + 1} of {asked.rounds}")
        times["kontinua"].append(kontinua_computes(asked))
        for mode in asked.modes:
            seconds, said = duckdb_county(asked, mode, out)
            times[mode].append(seconds)
            if number == 0:
                must_agree(ours, from_duckdb(out))
    say("\nthe statements of DuckDB that took longest:")
    for line in sorted(re.findall(r"^statement (.*)$", said, re.M), key=lambda line: -float(line.split()[0]))[:6]:
        say(f"  {line}")
    return times


def tell(times, asked):
    middle = {who: [statistics.median(column) for column in zip(*all_of)] for who, all_of in times.items()}
    say(f"\n{'loaded: ' + asked.what:46}{'seconds':>9}{'of processor':>14}{'ratio':>8}{'ratio':>8}")
    for who, words in (("kontinua", "Kontinua"), ("plain", "DuckDB, the files' own texts as keys"),
                       ("best", "DuckDB at its best: integer keys, sorted")):
        if who in middle:
            ratios = [a / b for a, b in zip(middle[who], middle["kontinua"])]
            say(f"{words:46}{middle[who][0]:9.3f}{middle[who][1]:14.3f}{ratios[0]:7.1f}×{ratios[1]:7.1f}×")
    say("a ratio over 1 means that Kontinua is faster; on a busy machine that of the processor's seconds says more")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=133_599, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="how often DuckDB computes in a round")
    parser.add_argument("--keep", metavar="DIR", help="where the files and the instance are made, and kept")
    parser.add_argument("--five", nargs=2, metavar=("FILES", "HOME"),
                        help="one month-end of five measures, of these files and the instance that has them")
    asked = parser.parse_args()
    asked.months, asked.named, asked.modes, asked.sql = 36, [], ("plain", "best"), "county"
    asked.work, asked.what = "all_measures_by_unit_36_months", "all measures, 36 month-ends"
    if asked.five:
        asked.months, asked.named, asked.modes, asked.sql = 1, [",".join(FIVE)], ("best",), "five"
        asked.work, asked.what = "five_measures_1_month", "five measures, one month-end"
    return asked


def main():
    asked = arguments()
    run("packaging/build.sh", "release", "src/cli/kontinua", "tests/bench/ko05")
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(asked.keep or scratch).resolve()
        asked.files, asked.home = map(pathlib.Path, asked.five or (folder / "files", folder / "home"))
        if not asked.home.exists():
            say("making the county")
            run(KONTINUA, "synth", "--persons", asked.persons, "--out", asked.files)
            run(KONTINUA, "demo", "--scale", asked.persons, "--home", asked.home, "--quiet")
        tell(measure(asked, os.path.join(scratch, "figures.csv")), asked)


if __name__ == "__main__":
    main()
