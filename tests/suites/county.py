"""The synthetic county: the printed figures, computed from its files by other means than Kontinua's."""

import collections
import csv
import hashlib
import itertools
import pathlib
import shutil
import tempfile

from figures import care, clinical, tables
from figures.files import FOREVER, County

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KONTINUA = "src/cli/kontinua"
SAEBO_WEEK = ("2021-11-29", "2021-12-05")
VISITS = {"visit", "home_visit"}


def written(value, like):
    """`value` as the report writes it: with as many decimals as `like` has, half away from zero, or in a word."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    places = len(like.partition(".")[2])
    n = int(abs(value) * 10**places + 0.5 + 1e-9)
    text = f"{n:0{places + 1}d}"
    text = text[:-places] + "." + text[-places:] if places else text
    return ("-" if value < 0 and n else "") + text


class Year:
    """What is counted of the contacts of a year, and of the 18 months to its end."""

    def __init__(self, county, year):
        self.since, self.first, self.last = f"{year - 1}-07-01", f"{year}-01-01", f"{year}-12-31"
        self.listed = county.listed_on(self.last)
        self.production = self.home_visits = 0
        self.patients, self.home_patients = set(), set()
        self.visits = {"physician": collections.defaultdict(set), "nurse": collections.defaultdict(set)}

    def take(self, person, day, row):
        if not self.since <= day <= self.last:
            return
        unit, staff, profession, form = row[3:7]
        if day >= self.first:
            self.production += 1
            self.patients.add(person)
            if form == "home_visit":
                self.home_visits += 1
                self.home_patients.add(person)
        if form in VISITS and staff and profession in self.visits:
            listing = self.listed.get(person)
            if listing and listing[2] == unit:
                self.visits[profession][person].add((staff, day))

    def coc(self, profession):
        """The mean of Bice and Boxerman's index over persons with three visits or more."""
        values = []
        for visits in self.visits[profession].values():
            n = len(visits)
            if n >= 3:
                each = collections.Counter(staff for staff, _ in visits).values()
                values.append((sum(x * x for x in each) - n) / (n * (n - 1)))
        return sum(values) / len(values)

    def figures(self, county):
        sizes = collections.Counter(row[2] for row in self.listed.values())
        external = sum(n for unit, n in sizes.items() if county.units[unit]["operator"] == "external")
        return {
            ("listed", "value"): len(self.listed),
            ("listed", "units"): len(sizes),
            ("listed", "external_percent"): 100 * external / len(self.listed),
            ("listed", "region_percent"): 100 - 100 * external / len(self.listed),
            ("listed", "smallest_unit"): min(sizes.values()),
            ("listed", "largest_unit"): max(sizes.values()),
            ("production", "value"): self.production,
            ("patients", "value"): len(self.patients),
            ("home_visits", "value"): self.home_visits,
            ("home_visit_patients", "value"): len(self.home_patients),
            ("Ko05L", "value"): self.coc("physician"),
            ("Ko05S", "value"): self.coc("nurse"),
        }


def figures_of(county, years):
    """All figures by period, and how many contacts name staff that nobody knows; contacts are read once."""
    found = [Year(county, y) for y in years]
    clinic, counted = clinical.Clinic(county), [care.Year(county, y) for y in years]
    by_year = {c.year: c for c in counted}
    unknown = 0
    for row in county.contacts(found[0].since):
        person, day = county.newest[row[1]], row[2][:10]
        clinic.take(person, day, row)
        if day[:4] in by_year:
            by_year[day[:4]].take(person, day, row)
        if row[3] in county.units:
            unknown += bool(row[4]) and row[4] not in county.staff
            for year in found:
                year.take(person, day, row)
    figures = {f"{y}-12": year.figures(county) | tables.figures(county, y) for y, year in zip(years, found)}
    for more in (clinical.figures(clinic, years), care.figures(county, counted)):
        for period in figures:
            figures[period] |= more[period]
    return with_changes(figures), unknown


def with_changes(figures):
    """Together with what has changed from the year before, of counts and of percentages."""
    for (_, before), (_, now) in itertools.pairwise(sorted(figures.items())):
        for (measure, figure), value in list(now.items()):
            change = value - before.get((measure, figure), 0)
            if figure == "value":
                now[measure, "change"], now[measure, "change_points"] = change, 100 * change
                now[measure, "change_percent"] = 100 * change / before[measure, figure]
            elif figure == "percent":
                now[measure, "change_points"] = change
        now["listed_change", "value"] = now["listed", "change"]
        now["listed", "external_change_points"] = (now["listed", "external_percent"] -
                                                   before["listed", "external_percent"])
    return figures


def saebo(county, monday, sunday):
    """Persons alive with a place on a day of the week; on their last one: a named doctor, a care contact."""
    last = {}
    for r in county.rows("residences", "person", "kind", "from"):
        person = county.who(r["person"])
        died = county.people[person]["deregistration_reason"] == "died"
        gone = county.people[person]["deregistered_on"] if died else FOREVER
        day = min(r["to"] or FOREVER, gone, sunday)
        if r["kind"] == "saebo" and day >= max(monday, r["from"]):
            last[person] = max(day, last.get(person, day))
    found = {("saebo_week", "places"): len(last)}
    for figure, kind in (("named_doctor", "2"), ("named_care_contact", "1")):
        having = sum(bool(county.has_named(p, kind, day)) for p, day in last.items())
        found |= {("saebo_week", figure): having, ("saebo_week", f"{figure}_percent"): 100 * having / len(last)}
    return found


def half_year_ends(first, last):
    for year in range(first, last + 1):
        yield from (f"{year}-{end}" for end in ("06-30", "12-31"))


def shares(county, day):
    """Shares of the listed: chosen the unit, a named doctor, a care contact."""
    listed = county.listed_on(day)
    chosen = sum(r[3] in ("choice_eservice", "choice_form", "special_reason") for r in listed.values())
    doctor, care = (sum(bool(county.has_named(p, kind, day)) for p in listed) for kind in ("2", "1"))
    return [n / len(listed) for n in (chosen, doctor, care)]


def nobodys(person):
    """A personnummer or samordningsnummer dated 1800 to 1836 whose check digit fits."""
    total = 0
    for place, c in enumerate(person[2:]):
        doubled = int(c) * (2 - place % 2)
        total += doubled // 10 + doubled % 10
    return len(person) == 12 and 1800 <= int(person[:4]) <= 1836 and total % 10 == 0


def made(t, seed, folder, *more):
    binary = t.root / "build" / "check" / KONTINUA
    return t.program(f"a county of seed {seed} is made", binary, "synth", "--out", folder, "--seed", seed, *more)


def check_seed(t, seed, folder):
    county = County(folder)
    figures, unknown = figures_of(county, (2022, 2023))
    figures["2021-W48"] = saebo(county, *SAEBO_WEEK)
    with open(t.root / "data" / "printed_figures.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            got = written(figures[row["period"]][row["measure"], row["figure"]], row["printed"])
            t.case(f"seed {seed}: {row['measure']} {row['figure']} of {row['period']}", got == row["printed"],
                   f"printed {row['printed']}, computed {got}")
    return county, unknown


def check_rows(t, county, unknown):
    """What an import would refuse, and what makes it work for its living."""
    for person in county.named:
        assert person[0] in county.people
    strays = [p for p in county.people if not nobodys(p)]
    t.case("identifiers are nobody's but for the sample people's", len(strays) == 7, f"{len(strays)} are not")
    list(county.rows("areas", "area", "from"))
    list(county.rows("positions", "staff", "unit", "from"))
    repeated = {table: n for table, n in county.keys.items() if n}
    t.case("no key is repeated", not repeated, f"{repeated}")
    t.case("contacts name staff that exist", unknown == 0, f"{unknown} do not")
    loose = [k for k, rows in county.named.items() for r in rows if r[2] not in county.units or r[3] not in county.staff]
    t.case("named contacts name units and staff that exist", not loose, f"{len(loose)} do not")
    overlaps = sum(a[1] >= b[0] for rows in county.listings.values() for a, b in itertools.pairwise(rows))
    replaced = sum(bool(r["replaced_by"]) for r in county.people.values())
    t.case("some listings overlap as stated", overlaps > 100, f"{overlaps} do")
    t.case("some identifiers were replaced", replaced > 50, f"{replaced} were")
    hidden = sum(r["protection"] != "none" for r in county.people.values())
    t.case("some persons are protected", hidden > 50, f"{hidden} are")


def check_course(t, county):
    """The shares lie between 0 and 1 and make no leaps."""
    course = [shares(county, day) for day in half_year_ends(2021, 2023)]
    for name, values in zip(("chosen their unit", "a named doctor", "a care contact"), zip(*course)):
        leap = max(abs(a - b) for a, b in itertools.pairwise(values))
        t.case(f"the share with {name} changes smoothly", 0 < min(values) and max(values) < 1 and leap < 0.04,
               f"{values}")


def check_small(t, seed, folder):
    """Of few patients the shares that are printed of the smallest and the largest unit are seldom had at once: it is
    drawn anew until they are. (Of still fewer they often cannot be had.)"""
    figures = clinical.figures(clinical.Clinic(County(folder)), (2022, 2023))
    with open(t.root / "data" / "printed_figures.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["measure"] == "Di03L1" and row["figure"].endswith("unit_percent"):
                got = written(figures[row["period"]][row["measure"], row["figure"]], row["printed"])
                t.case(f"a small county of seed {seed}: {row['measure']} {row['figure']} of {row['period']}",
                       got == row["printed"], f"printed {row['printed']}, computed {got}")


def digest(folder):
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(pathlib.Path(folder).iterdir())}


def run(t):
    if not t.build("check", KONTINUA):
        return
    with tempfile.TemporaryDirectory() as scratch:
        for seed in (1,) if t.size == "check" else (1, 2, 20231231):
            folder = pathlib.Path(scratch) / f"seed{seed}"
            if not made(t, seed, folder):
                return
            county, unknown = check_seed(t, seed, folder)
            if seed == 1:
                check_rows(t, county, unknown)
                check_course(t, county)
            shutil.rmtree(folder)
        first, second = pathlib.Path(scratch) / "first", pathlib.Path(scratch) / "second"
        if made(t, 7, first, "--persons", 20000) and made(t, 7, second, "--persons", 20000):
            t.case("the same seed gives the same bytes", digest(first) == digest(second))
            check_small(t, 7, first)
        for seed in range(8, 8 if t.size == "check" else 12):
            if made(t, seed, first, "--persons", 40000):
                check_small(t, seed, first)
