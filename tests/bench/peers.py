#!/usr/bin/env python3
"""Ko05L beside DuckDB, on the same files, in one run on one machine: ratios, since machines differ.

    tests/bench/peers.py [--persons 1000000] [--contacts 6000000] [--units 200] [--rounds 3] [--keep DIR]
                         [--import-only]

Makes the files (region.c), imports them with both, evaluates one month-end and 36 with both, and
wants the same figure from both. Rounds alternate between the two, so that noise meets both.
Kontinua's import is the whole one: checked row by row, identities resolved, the registry's
transaction synced to disk. DuckDB reads the same files, all their columns, into tables in memory.
Plain reading is `cat` of all of them, from the system's cache. registry_floor.c writes the rows that
the import brought into the registry into an empty one, and does nothing else.
"""

import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCH = ROOT / "tests" / "bench"
RELEASE = ROOT / "build" / "release"
KONTINUA = RELEASE / "src" / "cli" / "kontinua"


def run(*argv, cwd=ROOT, env=None):
    argv = [str(a) for a in argv]
    done = subprocess.run(argv, cwd=cwd, env=dict(os.environ, **(env or {})), text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"peers: {' '.join(argv[:3])} …: {done.stderr or done.stdout}")
    return done.stdout


def seconds_of(*argv, **more):
    began = time.monotonic()
    run(*argv, **more)
    return time.monotonic() - began


def processor():
    """Seconds of all programs that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def say(text):
    print(text, flush=True)


def make_files(asked, folder):
    region = ROOT / "build" / "region"
    run("cc", "-O2", "-o", region, BENCH / "region.c", "-lm")
    run(region, asked.persons, asked.contacts, asked.units, folder)


def duckdb(mode, files, repeats=1):
    """What duckdb.mjs prints, by its label."""
    said = run("node", "duckdb.mjs", files, mode, repeats, cwd=BENCH)
    found = {label: float(number) for label, number in re.findall(r"^(.*?): (?:median )?([\d.]+) s$", said, re.M)}
    figure = re.search(r"persons (\d+) mean ([\d.]+)", said)
    return found, figure and (int(figure[1]), float(figure[2]))


def kontinua_import(files, home):
    shutil.rmtree(home, ignore_errors=True)
    run(KONTINUA, "init", "--home", home, "--quiet")
    return seconds_of(KONTINUA, "import", files, "--home", home, "--today", "2024-01-15", "--quiet", "--format", "csv")


def registry_floor(home, scratch):
    """Seconds of writing the registry's rows once more, and nothing else."""
    for old in scratch.glob("floor.db*"):
        old.unlink()
    said = run(RELEASE / "tests" / "bench" / "registry_floor", home / "registry.db", scratch / "floor.db")
    return float(re.search(r"^registry ([\d.]+) s", said, re.M)[1])


def snapshot_of(home):
    shown = json.loads(run(KONTINUA, "warehouse", "show", "--home", home, "--format", "json"))
    return home / "warehouse" / "snapshots" / next(row["value"] for row in shown if row["item"] == "snapshot")


def ko05(home):
    """The medians that ko05 prints, and the figure."""
    said = run(RELEASE / "tests" / "bench" / "ko05", snapshot_of(home))
    found = {name: float(number) for name, number in re.findall(r"^(\w+) ([\d.]+)$", said, re.M)}
    figure = re.search(r"^figure ([\d.]+) (\d+)$", said, re.M)
    return found, (int(figure[2]), float(figure[1]))


def same(a, b):
    return a[0] == b[0] and abs(a[1] - b[1]) < 1e-11


def measure(asked, files, home):
    """Seconds of each work, of both, one list a round."""
    times = {}

    def note(work, who, seconds):
        times.setdefault(work, {}).setdefault(who, []).append(seconds)

    for number in range(asked.rounds):
        say(f"round {number + 1} of {asked.rounds}")
        before = processor()
        note("import", "duckdb", duckdb("import", files)[0]["files into tables"])
        between = processor()
        note("import", "kontinua", kontinua_import(files, home))
        note("import", "duckdb processor", between - before)
        note("import", "kontinua processor", processor() - between)
        note("import", "floor", seconds_of("sh", "-c", "cat \"$0\"/*.csv >/dev/null", files))
        note("import", "registry", registry_floor(home, home.parent))
        if asked.import_only:
            continue
        began = time.monotonic()
        run(KONTINUA, "measure", "--home", home, "--today", "2024-01-15", "--measure", "Ko05L", "--by", "county")
        note("snapshot", "kontinua", time.monotonic() - began)
        ours, our_figure = ko05(home)
        theirs, their_figure = duckdb("loaded", files, 3)
        if not same(our_figure, their_figure):
            sys.exit(f"peers: the figures differ: {our_figure} and DuckDB's {their_figure}")
        note("one month-end", "kontinua", ours["ko05l_1_month"])
        note("one month-end", "floor", ours["read_columns_once_1_thread"])
        note("one month-end", "duckdb", theirs["one month-end, loaded"])
        note("36 month-ends", "kontinua", ours["ko05l_36_months"])
        note("36 month-ends", "duckdb", theirs["36 month-ends, loaded"])
    if asked.import_only:
        return times, None
    best = duckdb("best", files, 3)[0]
    note("one month-end", "best", best["one month-end, loaded"])
    note("36 month-ends", "best", min(best["36 month-ends, loaded"], best["36 month-ends, one statement"]))
    return times, our_figure


def tell(times, figure):
    if figure:
        say(f"\nboth say: {figure[1]:.12f} of {figure[0]} persons\n")
    say(f"{'':16}{'Kontinua':>10}{'DuckDB':>10}{'ratio':>8}   {'DuckDB at its best':>18}{'ratio':>8}")
    for work, by in times.items():
        middle = {who: statistics.median(all_of) for who, all_of in by.items()}
        line = f"{work:16}{middle['kontinua']:9.4f}s"
        for who, room in (("duckdb", 9), ("best", 20)):
            if who in middle:
                line += f"{middle[who]:{room}.3f}s{middle[who] / middle['kontinua']:7.2f}×"
        say(line)
    if figure:
        one = {who: statistics.median(all_of) for who, all_of in times["one month-end"].items()}
        say(f"\none month-end takes {one['kontinua'] / one['floor']:.2f} times reading the touched columns once (on one thread)")
    imported = {who: statistics.median(all_of) for who, all_of in times["import"].items()}
    say(f"the import takes {imported['kontinua'] / imported['floor']:.1f} times reading the files")
    say(f"SQLite takes {imported['registry']:.2f} s for nothing but the registry's rows: "
        f"DuckDB's time for all / that is {imported['duckdb'] / imported['registry']:.2f}")
    rounds = zip(times["import"]["duckdb"], times["import"]["kontinua"], times["import"]["registry"])
    say("import by round, DuckDB's time / ours (/ the registry's rows alone): "
        + ", ".join(f"{d / k:.2f} ({d / r:.2f})" for d, k, r in rounds))
    say(f"processor time: DuckDB {imported['duckdb processor']:.1f} s (the start of Node.js too), "
        f"Kontinua {imported['kontinua processor']:.1f} s")
    say("a ratio over 1 means that Kontinua is faster; medians of the rounds, seconds of this machine at this hour")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, preset in (("persons", 1_000_000), ("contacts", 6_000_000), ("units", 200), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=preset, metavar="N")
    parser.add_argument("--import-only", action="store_true", help="nothing but the import")
    parser.add_argument("--keep", metavar="DIR", help="where the files are made, and kept")
    asked = parser.parse_args()
    run("packaging/build.sh", "release", "src/cli/kontinua", "tests/bench/ko05", "tests/bench/registry_floor")
    with tempfile.TemporaryDirectory() as scratch:
        files = pathlib.Path(asked.keep or scratch).resolve() / "files"
        if not (files / "contacts.csv").exists():
            say("making the files")
            files.mkdir(parents=True, exist_ok=True)
            make_files(asked, files)
        times, figure = measure(asked, files, pathlib.Path(scratch) / "home")
        tell(times, figure)


if __name__ == "__main__":
    main()
