#!/usr/bin/env python3
"""How Ko05L grows: with the persons, with the threads, and beside plain reading of its columns.

    tests/bench/growth.py [--persons 100000,1000000] [--contacts 6] [--units 200] [--threads 1,2]
                          [--rounds 3] [--all-measures] [--keep DIR]

For each number of persons the files are made (region.c, so many contacts a person), imported, and
ko05 measures one month-end and 36, on each number of threads, and reads the touched columns once on
one thread; GB/s are of those columns, by processor time. Disk and memory are looked at beforehand. Of the rounds the least time counts: what a
busy machine adds is none of the program's.
"""

import argparse
import pathlib
import re
import shutil
import sys
import tempfile

import peers

# Bytes a person with so many contacts needs: files, segments, registry, snapshots; and of memory.
DISK_PERSON, DISK_CONTACT, MEMORY_PERSON, MEMORY_CONTACT = 1200, 160, 260, 30


def free_memory():
    with open("/proc/meminfo", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("MemAvailable:"))


def look_for_room(folder, persons, contacts):
    disk = persons * DISK_PERSON + contacts * DISK_CONTACT
    memory = persons * MEMORY_PERSON + contacts * MEMORY_CONTACT
    has_disk, has_memory = shutil.disk_usage(folder).free, free_memory()
    peers.say(f"{persons:,} persons, {contacts:,} contacts: {disk / 1e9:.1f} GB of disk ({has_disk / 1e9:.0f} are free), "
              f"{memory / 1e9:.1f} GB of memory ({has_memory / 1e9:.0f} are free)")
    if disk > has_disk or memory > has_memory:
        sys.exit("growth: there is no room")


def snapshot_of(asked, persons, folder):
    """The path of a snapshot of so many persons; kept from an earlier run if there is one."""
    home = folder / f"home-{persons}"
    made = sorted((home / "warehouse" / "snapshots").glob("*")) if home.exists() else []
    if made:
        return made[-1]
    files = folder / f"files-{persons}"
    contacts = persons * asked.contacts
    look_for_room(folder, persons, contacts)
    files.mkdir(parents=True, exist_ok=True)
    peers.make_files(argparse.Namespace(persons=persons, contacts=contacts, units=asked.units), files)
    peers.say(f"  imported in {peers.kontinua_import(files, home):.1f} s")
    shutil.rmtree(files)
    peers.run(peers.KONTINUA, "measure", "--home", home, "--today", "2024-01-15", "--measure", "Ko05L", "--by", "county")
    return sorted((home / "warehouse" / "snapshots").glob("*"))[-1]


def measured(snapshot, threads, only):
    said = peers.run(peers.RELEASE / "tests" / "bench" / "ko05", snapshot, threads, only)
    return {name: float(number) for name, number in re.findall(r"^(\w+) ([\d.]+)$", said, re.M)}


def least(rounds):
    return {name: min(found[name] for found in rounds) for name in rounds[0]}


def tell(persons, found, all_measures):
    read, size = found[0][1]["read_columns_once_1_thread_least"], found[0][1]["bytes"]
    peers.say(f"\n{persons:,} persons: {size / 1e6:.0f} MB are touched; plain reading {1e3 * read:.2f} ms, {size / read / 1e9:.1f} GB/s")
    peers.say(f"  {'':22}{'1 month-end':>12}{'to reading':>11}{'processor':>11}{'to reading':>11}{'GB/s':>7}{'36':>10}")

    def line(name, one, cpu, many=None):
        more = f"{1e3 * many:8.1f}ms" if many else ""
        peers.say(f"  {name:22}{1e3 * one:10.2f}ms{one / read:10.1f}×{1e3 * cpu:9.2f}ms{cpu / read:10.1f}×{size / cpu / 1e9:7.1f}{more}")

    first = found[0][1]
    line("1 thread, scalar", first["ko05l_1_month_1_thread_scalar_least"], first["ko05l_1_month_1_thread_scalar_least_cpu"])
    for threads, by in found:
        line(f"{threads} thread{'s' * (threads > 1)}", by["ko05l_1_month_least"], by["ko05l_1_month_least_cpu"],
             by["ko05l_36_months_least"])
        if all_measures:
            peers.say(f"  {'':22}all measures: one month-end by unit {by['all_measures_by_unit_1_month_least']:.2f} s, "
                      f"36 at all levels {by['all_measures_all_levels_36_months_least']:.2f} s")


def numbers(text):
    return [int(number) for number in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=numbers, default=[100_000, 1_000_000], metavar="N,N")
    parser.add_argument("--threads", type=numbers, default=[1, 2], metavar="N,N")
    for name, preset in (("contacts", 6), ("units", 200), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=preset, metavar="N")
    parser.add_argument("--all-measures", action="store_true", help="these too, which takes minutes")
    parser.add_argument("--keep", metavar="DIR", help="where snapshots are made, and kept")
    asked = parser.parse_args()
    peers.run("packaging/build.sh", "release", "src/cli/kontinua", "tests/bench/ko05")
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(asked.keep or scratch).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        for persons in asked.persons:
            snapshot = snapshot_of(asked, persons, folder)
            only = "" if asked.all_measures else "ko05l"
            found = [(threads, least([measured(snapshot, threads, only) for _ in range(asked.rounds)]))
                     for threads in asked.threads]
            tell(persons, found, asked.all_measures)


if __name__ == "__main__":
    main()
