#!/usr/bin/env python3
"""What a night costs: all measures over 36 month-ends of a county, counted whole, carried over from
the day before, and read as they were kept.

    tests/bench/nights.py [--persons 133599] [--nights 2] [--visits 1500] [--keep DIR] [--program FILE]

Makes the files (kontinua synth), imports them, then so many nights, each with a load of visits,
diagnoses, measurements and a few new listings of random persons. After each night the figures are
asked for three times: carried over, kept, and counted whole (--fresh), and must be the same bytes.
The snapshot is built before, for all alike. Seconds are the processor's, of the whole process: the
snapshot is opened and checked, and some ten thousand rows are printed; a process that only does
that is timed too (`least`).
"""

import argparse
import csv
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEVELS = ("unit", "doctor")


def timed(*argv):
    """Seconds of the processor, seconds of the clock, what was printed."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([str(a) for a in argv], capture_output=True, text=True, check=False)
    clock, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"nights: {' '.join(map(str, argv[:3]))} …: {done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock, done.stdout


def column(path, name, most):
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [row[name] for row, _ in zip(rows, range(most))]


def write(path, header, rows):
    path.write_text("".join(",".join(row) + "\n" for row in (header.split(","), *rows)), encoding="utf-8")


def make_night(r, folder, night, visits, known):
    persons, units, staff = known
    seen = r.sample(persons, visits)
    day = f"2024-01-{night:02d}"
    write(folder / "contacts.csv", "contact,person,date,unit,staff,profession,form,level",
          [[f"N{night}-{i}", p, f"{day}T{r.randint(7, 19):02d}:{r.randint(0, 59):02d}", r.choice(units), r.choice(staff),
            r.choice(["physician", "nurse"]), r.choice(["visit", "phone"]), "primary"] for i, p in enumerate(seen)])
    write(folder / "diagnoses.csv", "person,date,unit,code",
          [[p, day, r.choice(units), r.choice(["E119", "I109", "J449", "F329"])] for p in seen[:visits // 2]])
    write(folder / "measurements.csv", "person,date,unit,code,value",
          [[p, day, r.choice(units), "NPU27300", str(r.randint(35, 95))] for p in seen[:visits // 3]])
    write(folder / "listings.csv", "person,unit,from,basis",
          [[p, r.choice(units), day, "choice_eservice"] for p in r.sample(persons, visits // 50)])


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    p.add_argument("--persons", type=int, default=133599)
    p.add_argument("--nights", type=int, default=2)
    p.add_argument("--visits", type=int, default=1500)
    p.add_argument("--keep", type=pathlib.Path, help="a folder for files and instance, used again if it is there")
    p.add_argument("--program", type=pathlib.Path, default=ROOT / "build" / "release" / "src" / "cli" / "kontinua")
    asked = p.parse_args()
    with tempfile.TemporaryDirectory(prefix="kontinua-nights-") as own:
        folder = asked.keep or pathlib.Path(own)
        files, home = folder / "files", folder / "home"
        today = ("--home", home, "--today", "2024-02-15", "--lang", "en", "--quiet")
        if not files.exists():
            timed(asked.program, "synth", "--out", files, "--persons", asked.persons, "--quiet")
        if not home.exists():
            timed(asked.program, "init", *today)
            timed(asked.program, "import", files, *today)
        r = random.Random(1)
        known = (column(files / "listings.csv", "person", 10**9), column(files / "units.csv", "unit", 100),
                 column(files / "staff.csv", "staff", 400))

        def measure(by, *more):
            return timed(asked.program, "measure", "--as-of", "2023-12-31", "--months", 36, "--by", by, "--format", "csv",
                         *today, *more)

        for by in LEVELS:
            measure(by)
        for night in range(1, asked.nights + 1):
            with tempfile.TemporaryDirectory(prefix="kontinua-night-") as load:
                make_night(r, pathlib.Path(load), night, asked.visits, known)
                timed(asked.program, "import", load, "--again", *today)
            timed(asked.program, "measure", "--months", 1, "--measure", "cni", "--format", "csv", *today)  # builds the snapshot
            for by in LEVELS:
                least = measure(by, "--measure", "cni") if by != "doctor" else measure("unit", "--measure", "cni")
                carried, kept, whole = measure(by), measure(by), measure(by, "--fresh")
                if not carried[2] == kept[2] == whole[2]:
                    sys.exit("nights: the figures differ")
                print(f"night {night}, by {by}: whole {whole[0]:.2f} s (clock {whole[1]:.2f}), carried over {carried[0]:.2f} "
                      f"({carried[1]:.2f}), kept {kept[0]:.2f} ({kept[1]:.2f}), least {least[0]:.2f}; "
                      f"whole is {whole[0] / carried[0]:.1f} and {whole[0] / kept[0]:.1f} times as much", flush=True)


if __name__ == "__main__":
    main()
