"""The demo from end to end: made, its figures beside the printed ones, served."""

import collections
import contextlib
import csv
import itertools
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from fractions import Fraction

KONTINUA = "build/check/src/cli/kontinua"
MONTHS = 36
# How much a county's share may change from one month to the next, and a count as a part of itself.
LEAP = Fraction(2, 100)
COUNT_LEAP = Fraction(10, 100)
# Of the calendar year: they begin anew each January, and health talks grow until December.
YEARLY = ("cni", "economy_", "hired_weeks", "survey_", "health_talk_")
GROWING = ("health_talk_",)


def rounded(value, like):
    """`value` as text with as many decimals as `like` has, half away from zero."""
    places = len(like.partition(".")[2])
    n = int(abs(value) * 10**places + Fraction(1, 2))
    text = f"{n:0{places + 1}d}"
    text = text[:-places] + "." + text[-places:] if places else text
    return ("-" if value < 0 and n else "") + text


def records(text):
    return list(csv.DictReader(text.splitlines()))


def exact(row):
    """The figure itself, not its 15 digits; None where it is missing."""
    if row["missing"]:
        return None
    return Fraction(row["numerator"]) / Fraction(row["denominator"])


class Home:
    """An instance, and the program that is asked about it."""

    def __init__(self, t, folder):
        self.t, self.folder, self.binary = t, folder, t.root / KONTINUA

    def said(self, *words):
        """Standard output and exit code of a verb."""
        done = subprocess.run([self.binary, *map(str, words), "--home", self.folder, "--lang", "en"],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)
        self.t.log.write(f"$ kontinua {' '.join(map(str, words))}\n{done.stderr}[exit {done.returncode}]\n")
        return done.returncode, done.stdout, done.stderr

    def measure(self, *words):
        code, out, note = self.said("measure", "--format", "csv", *words)
        self.t.case(f"measure {' '.join(map(str, words))}", code == 0, note)
        return records(out)


def printed_figures(t):
    """Those that Kontinua measures; the others are checked from the county's files (county.py)."""
    with open(t.root / "data" / "printed_figures.csv", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["measured"] == "yes"]


def computed(rows, measure, figure, period):
    """A printed figure by its rule, from rows by (level, measure, period)."""
    value = sum(rows["county", measure, period])
    before = sum(rows["county", measure, f"{int(period[:4]) - 1}{period[4:]}"])
    return {
        "value": lambda: value,
        "external_percent": lambda: 100 * rows["operator", measure, period][0] / value,
        "smallest_unit": lambda: min(rows["unit", measure, period]),
        "largest_unit": lambda: max(rows["unit", measure, period]),
        "change": lambda: value - before,
        "change_percent": lambda: 100 * (value - before) / before,
    }[figure]()


def check_printed(t, levels):
    rows = collections.defaultdict(list)
    for row in itertools.chain(*levels):
        if row["level"] != "operator" or row["id"] == "external":
            rows[row["level"], row["measure"], row["period"]].append(exact(row))
    for p in printed_figures(t):
        if p["measure"] == "saebo_week":
            continue
        got = rounded(computed(rows, p["measure"], p["figure"], p["period"]), p["printed"])
        t.case(f"{p['measure']} {p['figure']} of {p['period']} is the printed one", got == p["printed"],
               f"printed {p['printed']}, computed {got}")


def check_week(t, home):
    code, out, note = home.said("saebo", "--week", "2021-W48", "--format", "csv")
    rows = records(out)
    county = [r for r in rows if r["level"] == "county"]
    if not t.case("the week has one county", code == 0 and len(county) == 1, f"{out}{note}"):
        return
    for p in printed_figures(t):
        if p["measure"] == "saebo_week":
            figure = county[0][p["figure"]]
            t.case(f"week 48 of 2021: {p['figure']}", figure == p["printed"], f"{p['printed']}, computed {figure}")
    for column in ("places", "named_doctor", "named_care_contact"):
        parts = sum(int(r[column]) for r in rows if r["level"] == "municipality")
        t.case(f"week 48 of 2021: {column} of the municipalities are the county's", parts == int(county[0][column]))


def check_sums(t, unit, operator, county):
    """Persons who are listed are at one unit each: parts make the whole."""
    whole = {(r["measure"], r["period"]): r for r in county if r["id"] == "23"}
    kinds = ("listed", "production", "home_visits", "active_choice", "named_doctor", "own_doctor_visits")
    for name, parts in (("units", unit), ("operators", operator)):
        sums = collections.Counter()
        for r in parts:
            if r["measure"] in kinds and not r["missing"]:
                sums[r["measure"], r["period"]] += Fraction(r["numerator"])
        wrong = [k for k, v in sums.items() if v != Fraction(whole[k]["numerator"])]
        t.case(f"what {name} have makes the county's", sums and not wrong, f"{wrong[:5]}")


def check_doctors(t, home, county):
    """Whoever has a named doctor is on one doctor's list."""
    by_doctor = home.measure("--by", "doctor", "--measure", "listed", "--as-of", "2023-12-31", "--protected")
    whole = next(r for r in county if r["measure"] == "named_doctor" and r["period"] == "2023-12")
    total = sum(int(r["numerator"]) for r in by_doctor)
    t.case("doctors' lists make those with a named doctor", str(total) == whole["numerator"],
           f"{total}, {whole['numerator']}")


def check_course(t, county):
    """Shares lie in 0..1 (scores in 0..100), and nothing leaps from month to month but what is of one month alone."""
    course = collections.defaultdict(list)
    for r in sorted(county, key=lambda r: r["period"]):
        course[r["measure"]].append((r["denominator"], exact(r)))
    for measure, values in sorted(course.items()):
        figures = [v for _, v in values]
        if not t.case(f"{measure}: {MONTHS} months", len(figures) == MONTHS and None not in figures, f"{figures}"):
            continue
        if measure == "listed_change":
            continue
        within = [i % 12 != 0 or not measure.startswith(YEARLY) for i in range(1, MONTHS)]
        steps = [abs(b - a) if same else 0 for (a, b), same in zip(itertools.pairwise(figures), within)]
        if {d for d, _ in values} == {"1"}:
            leaps = [float(s / a) for s, a in zip(steps, figures) if s > COUNT_LEAP * abs(a)]
        else:
            most = 100 if measure.startswith("survey_") else 1
            t.case(f"{measure} lies in 0..{most}", 0 < min(figures) and max(figures) < most,
                   f"{float(min(figures))} to {float(max(figures))}")
            leaps = [float(s) for s in steps if s > LEAP]
        if not measure.startswith(GROWING) and not measure.endswith("_month"):
            t.case(f"{measure} changes smoothly", not leaps, f"{leaps}")


def check_same(t, home):
    """Figures do not depend on threads, nor on how many months are asked for at a time."""
    one = home.said("measure", "--months", MONTHS, "--threads", 1)
    for threads in (2, 7):
        t.case(f"{threads} threads give the figures of one", home.said("measure", "--months", MONTHS, "--threads",
                                                                      threads) == one)
    alone = home.said("measure", "--as-of", "2022-05-31")[1].splitlines()
    t.case("a month alone has the figures that it has among others",
           alone[1:] == [l for l in one[1].splitlines() if ",2022-05," in l])


@contextlib.contextmanager
def served(home):
    """Serves at a port of its own: (its address, the process, seconds until it answered)."""
    began = time.monotonic()
    process = subprocess.Popen([home.binary, "serve", "--home", home.folder, "--listen", "127.0.0.1:0", "--lang", "en"],
                               stderr=subprocess.PIPE, text=True)
    try:
        line = process.stderr.readline()
        url = re.search(r"http://\S+?(?=/?\s)", line)
        yield (url and url.group(), process, time.monotonic() - began)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def fetched(url):
    """(status, type, body)"""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read().decode()


def check_page(t, url, path, wanted):
    status, kind, body = fetched(url + path)
    missing = [w for w in wanted if w not in body]
    t.case(f"GET {path}", status == 200 and kind == "text/html" and not missing, f"{status} {kind} without {missing}")


def check_served(t, home, measures):
    with served(home) as (url, process, seconds):
        if not t.case("serve answers", url is not None):
            return
        t.log.write(f"pages could be fetched after {seconds:.3f} s\n")
        check_page(t, url, "/sv/", ["133\u00a0599", "2024-01-15", "/sv/measures/listed"])
        check_page(t, url, "/en/", ["133,599", "/en/measures/listed"])
        check_page(t, url, "/sv/saebo", ["1\u00a0267", "899", "Jämtland"])
        for measure in measures:
            for lang in ("sv", "en"):
                check_page(t, url, f"/{lang}/measures/{measure}", ["<svg", "<table", f"/data/{measure}.csv"])
            status, kind, body = fetched(f"{url}/data/{measure}.csv")
            rows = records(body)
            t.case(f"{measure}.csv is served", status == 200 and kind == "text/csv" and len(rows) >= MONTHS,
                   f"{status} {kind} {body[:300]}")
            status, kind, body = fetched(f"{url}/data/{measure}.json")
            t.case(f"{measure}.json is served", status == 200 and kind == "application/json" and json.loads(body),
                   f"{status} {kind}")
        check_taken(t, home, url)
        process.send_signal(signal.SIGTERM)
        t.case("serve ends when it is asked to", process.wait(timeout=30) == 0, f"{process.returncode}")


def check_taken(t, home, url):
    code, _, note = home.said("serve", "--listen", url.removeprefix("http://"))
    t.case("a port that is taken is a conflict", code == 5 and "http.port_taken" in note, f"{code} {note}")


def check_seed(t, folder, seed):
    """Another county comes out at the same printed figures."""
    home = Home(t, folder / f"seed{seed}")
    code, _, note = home.said("demo", "--seed", seed)
    if t.case(f"the demo of seed {seed} is made", code == 0, note):
        check_printed(t, [home.measure("--by", level, "--as-of", "2023-12-31", "--months", MONTHS)
                          for level in ("unit", "operator", "county")])
        check_week(t, home)


def run(t):
    if not t.build("check", "src/cli/kontinua"):
        return
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(t, pathlib.Path(scratch) / "home")
        code, out, note = home.said("demo")
        if not t.case("the demo is made", code == 0 and not out, note):
            return
        t.case("and nothing beside it", os.listdir(scratch) == ["home"], f"{os.listdir(scratch)}")
        open_to = [str(p) for p in home.folder.rglob("*") if p.stat().st_mode & 0o077]
        t.case("what is in the home is its owner's alone", not open_to, f"{open_to}")
        levels = [home.measure("--by", level, "--as-of", "2023-12-31", "--months", MONTHS)
                  for level in ("unit", "operator", "county")]
        check_printed(t, levels)
        check_week(t, home)
        check_sums(t, *levels)
        check_doctors(t, home, levels[2])
        check_course(t, levels[2])
        check_same(t, home)
        t.program("the county's table reproduces what was printed", "packaging/county_table.sh", t.root / KONTINUA,
                  home.folder)
        check_served(t, home, sorted({r["measure"] for r in levels[2]}))
        if t.size != "check":
            for seed in (2, 20231231):
                check_seed(t, pathlib.Path(scratch), seed)
