"""What ./check runs: one file a suite in tests/suites/, its seconds against tests/budgets.csv.

A suite is a module with a docstring (its first line is the title) and run(t), where t is a
Suite below: it reports cases, and starts programs whose output goes to build/checked/NAME.log.
The order of the suites and when they run stand in tests/budgets.csv: an empty budget means
that the suite is not part of that size of checking.
"""

import argparse
import csv
import fcntl
import importlib.util
import mmap
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import traceback
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
SUITES = ROOT / "tests" / "suites"
LOGS = ROOT / "build" / "checked"
BUILT = {}  # what this run has built already, and whether it could be
# How much random work a test does; ./check does a tenth of what ./check --ci does.
SCALE = {"check": 1, "ci": 10, "campaign": 1000}
# What a program frees at the end of its heap stays with it, and the heap is of large pages where the system has them: else
# the same memory is given back, taken and cleared a million times, a third of all the time on a virtual machine. A
# campaign measures what users have: src/core/heap.h.
HEAP = {"GLIBC_TUNABLES":
        "glibc.malloc.hugetlb=1:glibc.malloc.trim_threshold=67108864:glibc.malloc.mmap_threshold=33554432"}


# Seconds of probe() on the machine that the budgets are for: reckoned, from one with 0.138 that took 1.7 times as long for
# the suites.
PROBED = 0.08


def probe():
    """Seconds of what the suites wait for: programs that are started, and memory that is had anew. The least of a few, so
    that a moment's noise is none."""
    def once():
        began = time.monotonic()
        for _ in range(20):
            subprocess.run(["true"], check=True)
        with mmap.mmap(-1, 32 << 20) as memory:
            for page in range(0, len(memory), mmap.PAGESIZE):
                memory[page] = 1
        return time.monotonic() - began
    return min(once() for _ in range(5))


class Suite:
    """One suite while it runs: what it has found, and the tools to find more."""

    def __init__(self, name, size):
        self.name, self.size, self.scale = name, size, SCALE[size]
        self.root = ROOT
        self.passed, self.failed, self.skipped = 0, [], []
        self.log = open(LOGS / f"{name}.log", "w", encoding="utf-8")

    def case(self, name, ok, detail=""):
        """Reports one test case; `detail` is shown when it failed."""
        self.log.write(f"{'ok' if ok else 'not ok'} - {name}\n{detail if not ok else ''}\n")
        if ok:
            self.passed += 1
        else:
            self.failed.append((name, detail))
        return ok

    def say(self, text):
        """Shows what a suite measured, whatever its cases come to."""
        self.log.write(f"{text}\n")
        print(text.rstrip(), flush=True)

    def skip(self, name, why):
        """Reports a case that could not be tried here."""
        self.log.write(f"skip - {name}: {why}\n")
        self.skipped.append((name, why))

    def run(self, *argv, env=None, timeout=3600, cwd=ROOT):
        """Runs a program to its end: (exit code, everything that it said)."""
        full = {**os.environ, "KONTINUA_CHECK_SCALE": str(self.scale), **(env or {})}
        argv = [str(a) for a in argv]
        self.log.write(f"$ {' '.join(argv)}\n")
        self.log.flush()
        try:
            done = subprocess.run(argv, cwd=cwd, env=full, timeout=timeout, text=True, errors="replace",
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            code, said = done.returncode, done.stdout
        except subprocess.TimeoutExpired as late:
            code, said = 124, f"{late.stdout or ''}\nstopped after {timeout} s"
        self.log.write(f"{said}\n[exit {code}]\n")
        return code, said

    def program(self, name, *argv, **more):
        """Runs a program as one case: it passes when the program exits with 0."""
        code, said = self.run(*argv, **more)
        return self.case(name, code == 0, said)

    def build(self, name, *targets):
        """Builds build/NAME (packaging/build.sh), once a run; what cannot be built is a failed case."""
        if (name, targets) not in BUILT:
            BUILT[name, targets] = self.program(
                f"{name} is built without a warning", "packaging/build.sh", name, "-k", "0", *targets)
        return BUILT[name, targets]

    def meson(self, build, *chosen, env=None, slower=1):
        """Runs the meson tests of a build; each of their cases is a case. `chosen`: --suite X, or names."""
        folder = ROOT / "build" / build
        code, said = self.run("meson", "test", "-C", folder, "--no-rebuild", "--print-errorlogs",
                              "-t", slower * 10, *chosen, env=env)
        results = folder / "meson-logs" / "testlog.junit.xml"
        before = len(self.failed)
        cases = list(xml.etree.ElementTree.parse(results).iter("testcase")) if results.exists() else []
        for case in cases:
            name = f"{case.get('classname', '')}: {case.get('name')}"
            fault = case.find("failure") if case.find("failure") is not None else case.find("error")
            if case.find("skipped") is not None:
                self.skip(name, "says the test")
            else:
                self.case(name, fault is None, "" if fault is None else said)
        if code and len(self.failed) == before:
            self.case(f"meson test {build}", False, said)

    def tap(self, name, said, code):
        """Counts the lines of a program that speaks TAP; nested cases count, their parents do not."""
        lines = [m for m in map(re.compile(r"^( *)(not )?ok \d+(?: - )?(.*)$").match, said.splitlines()) if m]
        depth = 0
        for line in lines:
            parent = depth > len(line.group(1))
            depth = len(line.group(1))
            case = f"{name}: {line.group(3)}"
            if re.search(r"# skip", line.group(3), re.I):
                self.skip(case, "says the test")
            elif not parent or (line.group(2) and not self.failed):
                self.case(case, not line.group(2), said)
        if not lines or (code and not any(m.group(2) for m in lines)):
            self.case(name, False, said)


def load(name):
    """The module of a suite."""
    spec = importlib.util.spec_from_file_location(f"suite_{name}", SUITES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def title(name):
    return load(name).__doc__.strip().splitlines()[0]


def budgets():
    """Suites in their order, each with its seconds by size of checking."""
    with open(ROOT / "tests" / "budgets.csv", encoding="utf-8") as file:
        return {row["suite"]: row for row in csv.DictReader(file)}


def tell(name, suite, seconds, budget):
    counts = f"{suite.passed} passed"
    if suite.failed:
        counts += f", {len(suite.failed)} FAILED"
    if suite.skipped:
        counts += f", {len(suite.skipped)} skipped"
    print(f"\r{name:<12} {counts:<40} {seconds:7.1f} s of {budget:.0f}", flush=True)
    for case, detail in suite.failed[:10]:
        tail = detail.rstrip().splitlines()[-60:]
        print(f"\n  FAILED {case}", *(f"    {line}" for line in tail), sep="\n")
    if len(suite.failed) > 10:
        print(f"\n  … and {len(suite.failed) - 10} more")
    if suite.failed:
        print(f"\n  all of it: build/checked/{name}.log    again: ./check {name}\n", flush=True)


def run_one(name, size, budget):
    """Runs a suite; whatever it raises is a failed case, and so is a spent budget (seconds on this machine).

    Those of ./check are for a built tree: a suite that never ran in this one builds first, and has none."""
    builds_first = size == "check" and not (LOGS / f"{name}.log").exists()
    if sys.stdout.isatty():
        print(f"{name:<12} … {title(name)}", end="", flush=True)
    suite, began = Suite(name, size), time.monotonic()
    try:
        load(name).run(suite)
    except Exception:  # a broken suite is a failure, not the end of the others
        suite.case("the suite itself", False, traceback.format_exc())
    seconds = time.monotonic() - began
    if seconds > budget and not builds_first:
        suite.case("the budget of tests/budgets.csv", False, f"{seconds:.1f} s, budget {budget:.0f} s")
    if not suite.passed and not suite.failed and not suite.skipped:
        suite.case("the suite itself", False, "it tried nothing")
    suite.log.close()
    if sys.stdout.isatty():
        print("\r\033[K", end="")
    tell(name, suite, seconds, budget)
    return suite


def arguments(known):
    parser = argparse.ArgumentParser(prog="./check", description="Builds and runs Kontinua's tests.")
    parser.add_argument("suite", nargs="*", help="run only these (./check --list)")
    parser.add_argument("--ci", action="store_true", help="everything, at full numbers: at most 60 minutes")
    parser.add_argument("--campaign", metavar="NAME", help="a long one; NAME `help` lists them")
    parser.add_argument("--list", action="store_true", help="list the suites and their budgets")
    asked = parser.parse_args()
    unknown = [s for s in asked.suite if s not in known]
    if unknown:
        parser.error(f"no suite {', '.join(unknown)}: ./check --list")
    return asked


def choose(asked, known):
    """(size, names) of what was asked for, or None when there is only something to say."""
    campaigns = [n for n, row in known.items() if row["campaign_s"]]
    if asked.list or asked.campaign == "help":
        for name in campaigns if asked.campaign else known:
            row = known[name]
            print(f"{name:<12} {row['check_s'] or '-':>5} {row['ci_s'] or '-':>5} {row['campaign_s'] or '-':>6}  {title(name)}")
        print("seconds at most in ./check, ./check --ci, ./check --campaign")
        return None
    if asked.campaign:
        if asked.campaign not in campaigns:
            sys.exit(f"check: no campaign {asked.campaign}: ./check --campaign help")
        return "campaign", [asked.campaign]
    size = "ci" if asked.ci else "check"
    return size, asked.suite or [n for n, row in known.items() if row[f"{size}_s"]]


def main():
    os.chdir(ROOT)
    known = budgets()
    chosen = choose(arguments(known), known)
    if chosen is None:
        return 0
    size, names = chosen
    if all(known[n]["check_s"] or known[n]["ci_s"] for n in names) and size != "campaign":
        os.environ.update(HEAP)
    LOGS.mkdir(parents=True, exist_ok=True)
    lock = open(LOGS / "lock", "w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("check: another one runs in this folder; waiting for it", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    began = time.monotonic()
    slower = max(1.0, probe() / PROBED)
    if slower > 1.1:
        print(f"{slower:.1f} times slower here than where the budgets are from: they are longer by that", flush=True)
    done = []
    for name in names:
        row = known[name]
        done.append(run_one(name, size, slower * float(row[f"{size}_s"] or row["ci_s"] or row["campaign_s"])))
    passed, failed, skipped = (sum(f(s) for s in done) for f in (
        lambda s: s.passed, lambda s: len(s.failed), lambda s: len(s.skipped)))
    for name, why in [pair for s in done for pair in s.skipped][:20]:
        print(f"skipped: {name} ({why})")
    print(f"{time.monotonic() - began:.0f} s in all")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
