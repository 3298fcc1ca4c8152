"""Figures of diagnoses, measurements and prescriptions at year-ends, by the rules of the measures."""

import collections
import csv
import datetime
import operator

DIABETES = ("E10", "E11", "E12", "E13", "E14")
TYPE_2 = ("E11",)
DEPRESSION = ("F32", "F33", "F341", "F412")
ANXIETY = ("F40", "F41", "F42", "F431")
COPD = ("J43", "J44")
SUBSTANCES = {code: n for n, codes in {
    1: "R03AC12 R03AC13 R03AC18 R03AC19 R03BB04 R03BB05 R03BB06 R03BB07 R03BA01 R03BA02 R03BA05 R03BA07 R03BA08 R03DX07",
    2: "R03AK06 R03AK07 R03AK08 R03AK10 R03AK11 R03AK14 R03AL03 R03AL04 R03AL05 R03AL06 R03AL07",
    3: "R03AL08 R03AL09 R03AL11 R03AL12"}.items() for code in codes.split()}
KIDNEYS_MATTER = tuple(
    "A02BA A07EC02 A10BA02 A10BB A12A A12B C01AA05 C03A C03D C03E C07AA07 C07AB03 C07AB07 C09A C09B C09C C09D C10AA01 "
    "G04BD J01EA J01EE J01MA J01XE01 J05AB01 J05AB11 M01A M04AA01 M05BA M05BB N02A N02BA N03AX12 N03AX16 N04BC05 "
    "N05AX08 N06AB04 N06AX11 N06AX16".split())
KIDNEYS_MEASURED = {"NPU18016", "NPU04998", "NPU17559", "NPU09101", "NPU01807", "NPU19873", "SWE05406"}
PHYSICAL = ("visit", "home_visit")


def rows(county, table, columns):
    with open(county.folder / f"{table}.csv", encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        person, wanted = header.index("person"), operator.itemgetter(*(header.index(c) for c in columns))
        for line in lines:
            yield (county.newest[line[person]], *wanted(line))


class Clinic:
    """What the files say of each person, by day."""

    def __init__(self, county):
        self.county = county
        self.read_diagnoses()
        self.read_measurements()
        self.read_prescriptions()

    def read_diagnoses(self):
        self.diabetes, self.type_2, self.copd, self.mood = (collections.defaultdict(list) for _ in range(4))
        for person, day, unit, code, contact in rows(self.county, "diagnoses", ("date", "unit", "code", "contact")):
            code = code.replace(".", "").replace("-", "").upper()
            if code.startswith(DIABETES):
                self.diabetes[person].append(day)
                if code.startswith(TYPE_2):
                    self.type_2[person].append(day)
            elif code.startswith(COPD):
                self.copd[person].append((day, unit, contact))
            if code.startswith(DEPRESSION) or code.startswith(ANXIETY):
                self.mood[person].append((day, unit, code))
        for found in (self.diabetes, self.type_2, self.copd, self.mood):
            for events in found.values():
                events.sort()

    def read_measurements(self):
        halves = collections.defaultdict(dict)
        self.hba1c, self.kidneys, self.pressure = (collections.defaultdict(list) for _ in range(3))
        for person, day, code, value, time in rows(self.county, "measurements", ("date", "code", "value", "time")):
            if code in ("BP-SYS", "BP-DIA"):
                halves[person, day, time][code] = float(value)
            elif code == "NPU27300":
                self.hba1c[person].append((day, time, float(value)))
            elif code in KIDNEYS_MEASURED:
                self.kidneys[person].append(day)
        for (person, day, time), half in halves.items():
            if len(half) == 2:
                self.pressure[person].append((day, time, half["BP-SYS"], half["BP-DIA"]))
        for found in (self.hba1c, self.pressure):
            for events in found.values():
                events.sort()

    def read_prescriptions(self):
        self.lungs, self.drugs = collections.defaultdict(list), collections.defaultdict(list)
        for person, day, code in rows(self.county, "prescriptions", ("date", "atc")):
            if code in SUBSTANCES:
                self.lungs[person].append((day, code))
            elif code.startswith(KIDNEYS_MATTER) and not code.startswith("M01AX05"):
                self.drugs[person].append(day)

        self.returns = collections.defaultdict(set)
        self.keys, self.places = {}, set()
        for person, events in self.copd.items():
            for day, unit, contact in events:
                if contact:
                    self.keys[contact] = (person, day)
                else:
                    self.places.add((person, day, unit))

    def take(self, person, day, row):
        """Days on which somebody with COPD made a visit with that diagnosis."""
        if row[6] in PHYSICAL:
            if row[0] in self.keys:
                person, day = self.keys[row[0]]
                self.returns[person].add(day)
            elif (person, day, row[3]) in self.places:
                self.returns[person].add(day)


def months_before(day, months):
    """The same day of the month so many months before; the month's last day where there is none such."""
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 - months, 12)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month]
    return f"{year}-{month + 1:02d}-{min(int(day[8:]), last):02d}"


def days_after(day, days):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


def within(days, first, last):
    return any(first <= d <= last for d in days)


def follow_up(clinic, listed, codes, first, last):
    """Who fell ill in the window at the own unit, and has been back there within 90 days: by person."""
    found = {}
    for person, events in clinic.mood.items():
        unit = listed.get(person, (None,) * 3)[2]
        begins = next((d for d, u, c in events if first <= d <= last and u == unit and c.startswith(codes)), None)
        if begins is None or within((d for d, _, _ in events), months_before(begins, 18), days_after(begins, -1)):
            continue
        until = min(days_after(begins, 90), last)
        found[person] = any(begins < d <= until and u == unit and c.startswith(codes) for d, u, c in events)
    return found


def by_unit(measure, listed, having):
    """Percentages of the county and of its lowest and highest unit, of persons and whether they have it."""
    units = collections.defaultdict(lambda: [0, 0])
    for person, has in having.items():
        units[listed[person][2]][0] += has
        units[listed[person][2]][1] += 1
    number, of = (sum(u[i] for u in units.values()) for i in (0, 1))
    shares = [100 * n / d for n, d in units.values()]
    return {(measure, "percent"): 100 * number / of, (measure, "smallest_unit_percent"): min(shares),
            (measure, "largest_unit_percent"): max(shares)}


def latest(events, first, last):
    found = [e for e in events if first <= e[0] <= last]
    return found[-1] if found else None


def of_year(clinic, year):
    last, first, years_5 = f"{year}-12-31", f"{year - 1}-07-01", f"{year - 4}-01-01"
    listed = clinic.county.listed_on(last)
    found = {}
    diabetes = {p for p in listed if within(clinic.diabetes.get(p, ()), years_5, last)}
    found["Di01"] = {p: p in diabetes for p in listed}
    pressure = {p: latest(clinic.pressure.get(p, ()), first, last) for p in diabetes}
    found["Di03L1"] = {p: x[2] <= 140 and x[3] <= 85 for p, x in pressure.items() if x}
    type_2 = {p for p in listed if within(clinic.type_2.get(p, ()), years_5, last)}
    hba1c = {p: latest(clinic.hba1c.get(p, ()), first, last) for p in type_2}
    found["Di02_70"] = {p: x[2] > 70 for p, x in hba1c.items() if x}
    found["Dep04"] = follow_up(clinic, listed, DEPRESSION, first, last)
    found["An04"] = follow_up(clinic, listed, ANXIETY, first, last)
    copd = {p for p in listed if within((d for d, _, _ in clinic.copd.get(p, ())), years_5, last)}
    kept = {p for p in copd
            if sum(SUBSTANCES[c] for c in {c for d, c in clinic.lungs.get(p, ()) if first <= d <= last}) >= 2}
    found["KOL02A"] = {p: within(clinic.returns.get(p, ()), first, last) for p in kept}
    people = clinic.county.people
    old = {p for p in listed if people[p]["birth_date"] and people[p]["birth_date"] <= f"{year - 75}-12-31"}
    drugs = {p for p in old if within(clinic.drugs.get(p, ()), first, last)}
    found["Ald02"] = {p: within(clinic.kidneys.get(p, ()), first, last) for p in drugs}
    figures = {}
    for measure, having in found.items():
        figures |= by_unit(measure, listed, having)
    return figures



def figures(clinic, years):
    return {f"{year}-12": of_year(clinic, year) for year in years}
