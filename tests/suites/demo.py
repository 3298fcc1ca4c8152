"""The demo from end to end: made, its figures beside the printed ones, served."""

import collections
import contextlib
import csv
import io
import itertools
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "packaging"))
import county_table
import printed_figures
from figures import change, files, speed

KONTINUA = "build/check/src/cli/kontinua"
MONTHS = 36
# The synthetic county's unit that opened a drop-in clinic in January 2023.
DROP_IN = "SE0000000000-E0004"
# How much a county's share may change from one month to the next, and a count as a part of itself.
LEAP = Fraction(2, 100)
COUNT_LEAP = Fraction(10, 100)
# Of the calendar year: they begin anew each January, and health talks grow until December.
YEARLY = ("cni", "economy_", "hired_weeks", "survey_", "health_talk_")
GROWING = ("health_talk_",)


def records(text):
    return list(csv.DictReader(text.splitlines()))


class Home:
    """An instance, and the program that is asked about it."""

    def __init__(self, t, folder):
        self.t, self.folder, self.binary = t, folder, t.root / KONTINUA

    def said(self, *words, lang="en"):
        """Standard output and exit code of a verb."""
        done = subprocess.run([self.binary, *map(str, words), "--home", self.folder, "--lang", lang],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)
        self.t.log.write(f"$ kontinua {' '.join(map(str, words))}\n{done.stderr}[exit {done.returncode}]\n")
        return done.returncode, done.stdout, done.stderr

    def measure(self, *words):
        code, out, note = self.said("measure", "--format", "csv", *words)
        self.t.case(f"measure {' '.join(map(str, words))}", code == 0, note)
        return records(out)


def check_printed(t, home, levels):
    """Every figure that the report prints, by the rules that `./run` shows them by."""
    code, out, note = home.said("saebo", "--week", printed_figures.WEEK, "--format", "csv")
    week = records(out)
    t.case("the week is counted", code == 0, f"{out}{note}")
    found = printed_figures.Figures(itertools.chain(*levels), week)
    for row in printed_figures.printed():
        value = found.computed(row)
        got = value is not None and printed_figures.written(value, row["printed"])
        t.case(f"{row['measure']} {row['figure']} of {row['period']} is the printed one", got == row["printed"],
               f"printed {row['printed']}, computed {value}")
    for column in printed_figures.OF_WEEK:
        parts, county = (sum(int(r[column]) for r in week if r["level"] == level) for level in
                         ("municipality", "county"))
        t.case(f"{column} of the municipalities are the county's", parts == county, f"{parts}, {county}")


# Of a made-up county with two units, "region" and "external" each run one: numerator and denominator before and now.
MADE = {"region": ((2, 10), (3, 10)), "external": ((3, 5), (1, 5))}
RULES = {
    "value": "0.27", "percent": "26.7", "change": "-0.07", "change_percent": "-20", "change_points": "-6.7",
    "more": "no", "more_and_oftener": "no", "region_value": "0.3", "region_change": "0.1",
    "region_change_percent": "50", "region_percent": "112.5", "external_percent": "75",
    "external_change_points": "-105", "units": "2", "units_over_half": "0", "smallest_unit": "0.2",
    "largest_unit": "0.3", "spread": "0.1", "smallest_unit_percent": "20", "largest_unit_percent": "30",
    "smallest_month_percent": "20", "largest_month_percent": "30", "places": "8", "named_doctor": "5",
    "named_care_contact": "4", "named_doctor_percent": "63", "named_care_contact_percent": "50",
}


def made_rows(period, place, pairs):
    for measure in ("made", "made_month"):
        number, of = (sum(pair[i] for pair in pairs) for i in (0, 1))
        yield {"level": place[0], "id": place[1], "measure": measure, "period": period, "numerator": number,
               "denominator": of, "missing": ""}


def check_rules(t):
    """Each kind of figure of the made-up county is what one works out by hand, and none is left out."""
    rows = []
    for i, period in enumerate(("2022-12", "2023-12")):
        rows += made_rows(period, ("county", "23"), [pairs[i] for pairs in MADE.values()])
        for name, pairs in MADE.items():
            rows += [*made_rows(period, ("operator", name), [pairs[i]]), *made_rows(period, ("unit", name), [pairs[i]])]
    found = printed_figures.Figures(rows, [{"level": "county", "week": "2023-12", "places": "8", "named_doctor": "5",
                                            "named_care_contact": "4"}])
    t.case("every kind of figure has a rule that is tried", RULES.keys() == printed_figures.RULES.keys() and
           {row["figure"] for row in printed_figures.printed()} <= RULES.keys())
    for figure, expected in RULES.items():
        measure = "saebo_week" if figure.removesuffix("_percent") in printed_figures.OF_WEEK else "made"
        value = found.computed({"measure": measure, "figure": figure, "period": "2023-12"})
        got = value if value is None else printed_figures.written(value, expected)
        t.case(f"the rule of {figure}", got == expected, f"{got}, not {expected}")
    t.case("what has no year before has no change", found.computed({"measure": "made", "figure": "change",
                                                                    "period": "2022-12"}) is None)
    halves = [printed_figures.rounded(Fraction(n, 1000), "0.00") for n in (5, -5, -4, 1005, 994)]
    t.case("halves are rounded away from zero", halves == ["0.01", "-0.01", "0.00", "1.01", "0.99"], f"{halves}")


def shown(found, rows):
    """The lines of the table of these rows, and whether it says that all are reproduced."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        good = county_table.table(found, rows)
    return out.getvalue().splitlines(), good


def check_marks(t):
    """A figure that is not the printed one is marked, and one that cannot be computed."""
    rows = [{"level": "county", "id": "23", "measure": "made", "period": "2023-12", "numerator": "1234567",
             "denominator": "1000", "missing": ""}]
    row = {"group": "Made", "measure": "made", "figure": "value", "period": "2023-12", "basis": "printed",
           "label": "Made up"}
    for printed, basis, number, mark in (("1234.6", "printed", 1, "1 234.6   1 234.6 ="),
                                         ("1234.5", "printed", 0, "1 234.5   1 234.6 #"),
                                         ("-1234", "implied", 0, "-1 234     1 235 #")):
        lines, good = shown(printed_figures.Figures(rows), [{**row, "printed": printed, "basis": basis}])
        t.case(f"{printed} beside 1234.567", lines[-3].endswith(mark) and good == (number == 1) and
               lines[-1].startswith(f"{number} of 1 figures"), "\n".join(lines))
    lines, good = shown(printed_figures.Figures([]), [{**row, "printed": "7"}])
    t.case("a figure that there is not", not good and lines[-3].endswith("7      none #"), "\n".join(lines))


def check_table(t, home):
    """What `./run` shows."""
    code, said = t.run("packaging/county_table.py", t.root / KONTINUA, home.folder)
    rows = printed_figures.printed()
    t.case("the county's table reproduces what is printed",
           code == 0 and f"{len(rows)} of {len(rows)} figures are reproduced" in said, said)
    t.case("and fits 80 columns", max(map(len, said.splitlines())) <= 80, said)


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
    by_doctor = home.measure("--by", "doctor", "--measure", "listed", "--as-of", "2023-12-31", "--protected", "threat")
    whole = next(r for r in county if r["measure"] == "named_doctor" and r["period"] == "2023-12")
    total = sum(int(r["numerator"]) for r in by_doctor)
    t.case("doctors' lists make those with a named doctor", str(total) == whole["numerator"],
           f"{total}, {whole['numerator']}")


def check_persons(t, home, county):
    """The persons behind a figure add up to it, to the fraction; nobody protected has a row unless asked for."""
    measures = ("Ko05L", "own_doctor_visits", "Di03L1", "ed_visits")
    ask = ("--by", "person", "--measure", ",".join(measures), "--as-of", "2023-12-31")
    rows, without = home.measure(*ask, "--protected", "threat"), home.measure(*ask)
    for measure in measures:
        whole = next(r for r in county if r["measure"] == measure and r["period"] == "2023-12")
        for column in ("numerator", "denominator"):
            total = sum(Fraction(r[column]) for r in rows if r["measure"] == measure)
            t.case(f"{measure}: the persons' {column}s make the county's", total == Fraction(whole[column]),
                   f"{total}, {whole[column]}")
    t.case("protected persons have rows only when asked for", 0 < len(without) < len(rows))


def check_course(t, county):
    """Shares lie in 0..1 (scores in 0..100), and nothing leaps from month to month but what is of one month alone."""
    course = collections.defaultdict(list)
    for r in sorted(county, key=lambda r: r["period"]):
        course[r["measure"]].append((r["denominator"], printed_figures.exact(r)))
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


# What the county's care lacks; no check finds anything else.
LACKS = {"access3_without_sought", "contacts_outside_listing", "contacts_without_diagnosis", "contacts_without_staff",
         "figures_whole", "hba1c_missing", "pressure_missing"}
MISSING = {"hba1c_missing": "Di02_missing", "pressure_missing": "Di03_missing"}


def check_quality(t, home, county):
    """The checks of data, which the plain evaluation makes, beside the measures, which the engine makes."""
    code, out, note = home.said("check", "--as-of", "2023-12-31", "--format", "csv")
    rows = {r["check"]: r for r in records(out)}
    found = {check for check, r in rows.items() if r["found"] != "0"}
    t.case("checks find what the county lacks and nothing else", code == 0 and found == LACKS, f"{found ^ LACKS}{note}")
    figures = {r["measure"]: r for r in county if r["period"] == "2023-12"}
    for check, measure in MISSING.items():
        row, figure = rows[check], figures[measure]
        alike = (row["found"], row["of"]) == (figure["numerator"], figure["denominator"])
        t.case(f"{check} is {measure}", alike, f"{row}, {figure}")
    # All of them take as long as all figures.
    check_tables_of_rows(t, home, ["contacts_outside_listing"] if t.size == "check" else sorted(rows))


def check_tables_of_rows(t, home, checks):
    """Whatever a check finds fits 80 columns, and nothing of it is cut."""
    for check, lang in itertools.product(checks, ("en", "sv")):
        code, out, note = home.said("check", "--as-of", "2023-12-31", "--rows", check, "--format", "table", lang=lang)
        wide = [line for line in out.splitlines() if len(line) > 80 or "\N{HORIZONTAL ELLIPSIS}" in line]
        t.case(f"the rows of {check} are whole in 80 columns ({lang})", code == 0 and not wide, f"{wide[:3]}{note}")


def check_same(t, home):
    """Figures do not depend on threads, nor on how many months are asked for at a time."""
    one = home.said("measure", "--months", MONTHS, "--threads", 1)
    for threads in (2, 7):
        t.case(f"{threads} threads give the figures of one", home.said("measure", "--months", MONTHS, "--threads",
                                                                      threads) == one)
    alone = home.said("measure", "--as-of", "2022-05-31")[1].splitlines()
    t.case("a month alone has the figures that it has among others",
           alone[1:] == [l for l in one[1].splitlines() if ",2022-05," in l])


def check_change(t, home, folder):
    """The causes that the county was made with are found with their size: as one counts who reads its files."""
    code, _, note = home.said("synth", "--out", folder)
    if not t.case("the demo's files are made", code == 0, note):
        return
    found = change.parts(files.County(folder), (2022, 2023), (None, DROP_IN))
    for unit, parts in found.items():
        place = ["--unit", unit] if unit else []
        _, out, note = home.said("change", "Ko05L", "--from", "2022-12-31", "--to", "2023-12-31", "--format", "csv",
                                 *place)
        told = {r["part"]: Fraction(r["exact"]) for r in records(out)}
        for part, size in parts.items():
            t.case(f"change of {unit or 'the county'}: {part}", told.get(part) == size,
                   f"{told.get(part)}, not {size} {note}")
    county, unit = found[None], found[DROP_IN]
    t.case("more hired physicians lower the county's index", -0.02 < county["hired"] < -0.003, f"{float(county['hired'])}")
    t.case("the drop-in clinic is most of what its unit's index lost",
           unit["change"] < -0.08 and 0.7 < unit["drop_in"] / unit["change"] < 1.1,
           f"{float(unit['drop_in'])} of {float(unit['change'])}")


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


def check_named(t, url, measures):
    """Dimensions of the survey are words of the data; each has a name in both languages, and the pages say it."""
    text = (t.root / "measures" / "survey.yaml").read_text(encoding="utf-8")
    names = {word: (sv, en) for word, sv, en in re.findall(r"^    (\w+): \{sv: (.+), en: (.+)\}$", text, re.M)}
    dimensions = {m.removeprefix("survey_") for m in measures if m.startswith("survey_")}
    t.case("every dimension of the survey has a name", dimensions and dimensions <= names.keys(),
           f"{dimensions - names.keys()}")
    for word in sorted(dimensions & names.keys()):
        sv, en = names[word]
        check_page(t, url, f"/sv/measures/survey_{word}", [f"Patientenkät: {sv}"])
        check_page(t, url, f"/en/measures/survey_{word}", [f"Patient survey: {en}"])


def counted_page(url, measure):
    """A measure's page, once what the checks find is on it."""
    for _ in range(240):
        body = fetched(f"{url}/en/measures/{measure}")[2]
        if "checks of the data are being counted" not in body:
            break
        time.sleep(0.5)
    return body


# Of a check on a page: how many of how many, its units, the command that shows its rows.
CHECK = re.compile(r'class="check-of">([\d,]+) of ([\d,]+)<(.*?)kontinua check --rows (\w+)<', re.S)
CHECK_UNIT = re.compile(r"<li><span>[^<]+</span> ([\d.]+)%</li>")


def units_that_may_be_shown(t, url, check, rows):
    """Shares. A check that is a measure: what is published of that. Of persons otherwise none, for a measure may find the same."""
    text = (t.root / "measures" / "checks" / f"{check}.yaml").read_text(encoding="utf-8")
    is_measure = re.search(r"^measure: (\w+)$", text, re.M)
    if is_measure:
        cells = records(fetched(f"{url}/data/{is_measure[1]}.csv")[2])
        last = max(c["period"] for c in cells)
        return [Fraction(int(c["numerator"]), int(c["denominator"])) for c in cells
                if c["level"] == "unit" and c["period"] == last and not c["missing"]]
    if re.search(r"^persons: ", text, re.M):
        return []
    return [Fraction(n, k) for n, k in rows if n >= 5 and k - n >= 5 and k >= 15]


def check_beside(t, home, url):
    """What pages show beside a measure is what `check --by unit` counts, and nothing that it does not find."""
    by_unit = records(home.said("check", "--by", "unit", "--format", "csv")[1])
    for measure in ("Di02_70", "Di03L1", "Ko05L", "access3", "An04", "own_doctor_visits"):
        page = counted_page(url, measure)
        shown = {c: (int(n.replace(",", "")), int(of.replace(",", "")), CHECK_UNIT.findall(units))
                 for n, of, units, c in CHECK.findall(page)}
        concern = {r["check"]: r for r in records(home.said("check", "--measure", measure, "--format", "csv")[1])}
        found = {c for c, r in concern.items() if int(r["found"]) >= 5}
        t.case(f"{measure}: the page has what concerns it and is found", shown and shown.keys() == found,
               f"{sorted(shown)}, {sorted(found)}")
        for check, (number, of, units) in shown.items():
            rows = [(int(r["found"]), int(r["of"])) for r in by_unit if r["check"] == check]
            t.case(f"{measure}: {check} is what the units have", (number, of) == tuple(map(sum, zip(*rows))),
                   f"{number} of {of}, {len(rows)} units")
            most = sorted(units_that_may_be_shown(t, url, check, rows), reverse=True)[:3]
            t.case(f"{measure}: {check} is highest at the units that it is highest at",
                   units == [printed_figures.rounded(100 * share, "0.0") for share in most], f"{units}, {most}")


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
        check_named(t, url, measures)
        check_beside(t, home, url)
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
        check_printed(t, home, [home.measure("--by", level, "--as-of", "2023-12-31", "--months", MONTHS)
                                for level in printed_figures.LEVELS])


def check_speed(t, home):
    """The registry's goals that take seconds to look at; all of them: ./check --campaign registry. It changes the demo."""
    names = ("who_speed", "move_speed")
    if t.build("check", *(f"tests/bench/{name}" for name in names)):
        for name in names:
            speed.hold(t, "check", name, home.folder)


def run(t):
    if not t.build("check", "src/cli/kontinua"):
        return
    check_rules(t)
    check_marks(t)
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
        check_printed(t, home, levels)
        check_sums(t, *levels)
        check_doctors(t, home, levels[2])
        check_persons(t, home, levels[2])
        check_course(t, levels[2])
        check_quality(t, home, levels[2])
        check_same(t, home)
        check_table(t, home)
        check_served(t, home, sorted({r["measure"] for r in levels[2]}))
        if t.size != "check":
            check_change(t, home, pathlib.Path(scratch) / "files")
            for seed in (2, 20231231):
                check_seed(t, pathlib.Path(scratch), seed)
            check_speed(t, home)
