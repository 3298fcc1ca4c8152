"""Each case of tests/spec/boundaries.csv, through import and `measure`: is the person in the denominator, in the numerator?

    boundaries_test.py KONTINUA

Every case is one person, born 1960-05-05 and listed since 2000 at a unit of their own, with the rows that the case says,
so that one import and a few evaluations answer all cases; of the two doctors D1 and D2 there is one each for all. A row is a table, a day or time, and what the table needs:

    diagnoses 2023-05-01 E11            code; form=visit: of a contact of that form, at=elsewhere: another unit
    measurements 2023-05-01T10:00 BP-SYS 140     in=mmHg: the unit that the row states
    prescriptions 2023-05-01 R03AC12    procedures likewise
    contacts 2023-05-01 visit physician form, profession; sought_on=, problem=, assessed=, level=, by=D1
    referrals 2023-05-01 emergency
    listed 2023-05-01                   in place of since 2000; until=
    named 2023-05-01 doctor D1          or care_contact; until=, informed=, at=next: another unit
    invitations 2023-05-01 health_talk_40, performed 2023-05-01 health_talk_40
    residences 2023-05-01 saebo         until=; born 1948-12-31; before: the row is under an identifier that was replaced
    terms KREA NPU NPU18016 0.001       a local term of the case
    calls 2023-05 100 90                of the unit: calls, answered the same day
    staffing 2023-05 st 1.5             category, full-time equivalents
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

SPEC = pathlib.Path(__file__).parents[2] / "spec" / "boundaries.csv"
ELSEWHERE, NEXT = "SE0000000000-ELSEWHERE", "SE0000000000-NEXT"  # no unit of ours, and one that nobody is listed at
COLUMNS = {
    "units": "unit name operator county",
    "people": "person birth_date sex replaced_by",
    "staff": "staff profession",
    "listings": "person unit from to basis",
    "named_contacts": "person unit kind staff from to informed_on",
    "contacts": "contact person date unit profession form level problem sought_on assessed staff",
    "referrals": "person date from_unit to",
    "calls": "unit month calls answered_same_day telephony",
    "staffing": "unit month category fte",
    "diagnoses": "person date unit code contact system",
    "procedures": "person date unit code",
    "measurements": "person date unit code value value_unit time system",
    "prescriptions": "person date unit atc",
    "invitations": "person programme invited_on performed_on unit",
    "residences": "person kind municipality from to reported_on",
    "terms": "local system code factor",
}


def identifier(number):
    """Of 1800 to 1836, whom nobody has."""
    text = f"00{number // 900 % 9 + 1:02d}{number // 8100 + 1:02d}{number % 900 + 1:03d}"
    digits = [int(c) * (2 - i % 2) for i, c in enumerate(text)]
    return f"18{text}{-sum(d // 10 + d % 10 for d in digits) % 10}"


def doctor(name):
    return f"SE0000000000-{name}"


class Case:
    def __init__(self, number, spec, tables):
        self.spec, self.tables = spec, tables
        self.person, self.before = identifier(2 * number), identifier(2 * number + 1)
        self.unit = f"SE0000000000-C{number:03d}"
        self.born, self.was = "1960-05-05", False
        self.listed = ("2000-01-01", "")
        self.add("units", self.unit, spec["case"][:100], "region", "23")
        for row in filter(None, (r.strip() for r in spec["rows"].split(";"))):
            self.row(row.split())
        if self.was:
            self.add("people", self.before, self.born, "F", self.person)
        self.add("people", self.person, self.born, "F", "")
        self.add("listings", self.person, self.unit, *self.listed, "choice_form")

    def add(self, table, *fields):
        self.tables[table].append(fields)

    def row(self, words):
        options = dict(w.split("=") for w in words if "=" in w)
        words = [w for w in words if "=" not in w]
        person = self.person
        if "before" in words:
            words.remove("before")
            self.was, person = True, self.before
        unit = {"elsewhere": ELSEWHERE, "next": NEXT}.get(options.get("at"), self.unit)
        table, day, *rest = words
        key = f"{self.unit}-{len(self.tables['contacts'])}"
        system = options.get("system", "")
        if table == "born":
            self.born = day
        elif table == "contacts":
            self.add(table, key, person, day, unit, rest[1], rest[0], options.get("level", "primary"),
                     options.get("problem", ""), options.get("sought_on", ""), options.get("assessed", ""),
                     doctor(options["by"]) if "by" in options else "")
        elif table == "diagnoses":
            named = "form" in options
            if named:
                self.add("contacts", key, person, day, unit, "nurse", options["form"], "primary", "", "", "", "")
            self.add(table, person, day, unit, rest[0], key if named else "", system)
        elif table == "measurements":
            self.add(table, person, day[:10], unit, rest[0], rest[1], options.get("in", ""), day if "T" in day else "", system)
        elif table in ("procedures", "prescriptions"):
            self.add(table, person, day, unit, rest[0])
        elif table in ("invitations", "performed"):
            invited = table == "invitations"
            self.add("invitations", person, rest[0], day if invited else "", "" if invited else day, unit)
        elif table == "residences":
            self.add(table, person, rest[0], "2380", day, options.get("until", ""), day)
        elif table == "listed":
            self.listed = (day, options.get("until", ""))
        elif table == "named":
            self.add("named_contacts", person, unit, {"care_contact": 1, "doctor": 2}[rest[0]], doctor(rest[1]), day,
                     options.get("until", ""), options.get("informed", ""))
        elif table == "referrals":
            self.add(table, person, day, unit, rest[0])
        elif table == "calls":
            self.add(table, self.unit, day, *rest, "yes")
        elif table == "staffing":
            self.add(table, self.unit, day, *rest)
        elif table == "terms":
            self.add(table, day, *rest, *([""] if len(rest) < 3 else []))
        else:
            raise ValueError(f"no row: {' '.join(words)}")


def run(program, home, *arguments):
    done = subprocess.run([program, *arguments, "--home", str(home), "--lang", "en"], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise SystemExit(f"Bail out! {' '.join(map(str, arguments))}: {done.stderr}")
    return done


# Rows of the cases whose unit is none of their code.
LOST = {"1 measurements of BP-DIA": "blodtryck", "1 measurements of BP-SYS": "blodtryck",
        "1 measurements of HBF": "hba1c", "3 measurements of NPU27300": "hba1c"}


def told(program, home):
    """What `measure` says of them, whether or not it is quiet."""
    said = run(program, home, "measure", "--as-of", "2023-12-31", "--measure", "Di02_70,Di03L1", "--quiet").stderr
    wanted = {f"{rows} have no value here: they state a unit that the code set {name} does not know"
              for rows, name in LOST.items()}
    return {line.removeprefix("kontinua measure: ") for line in said.splitlines()} == wanted, said


def load(program, home, folder, tables):
    folder.mkdir()
    for table, rows in tables.items():
        with open(folder / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS[table].split())
            writer.writerows(rows)
    run(program, home, "init", "--region", "jamtland")
    run(program, home, "import", str(folder))


def figures(program, home, cases):
    """By as-of and measure, of each unit, what stands above and below."""
    found = {}
    for as_of in sorted({c.spec["as_of"] for c in cases}):
        ids = ",".join(sorted({c.spec["measure"] for c in cases if c.spec["as_of"] == as_of}))
        out = run(program, home, "measure", "--as-of", as_of, "--measure", ids, "--by", "unit", "--format", "csv").stdout
        for row in csv.DictReader(out.splitlines()):
            found[as_of, row["measure"], row["id"]] = (row["denominator"], row["numerator"])
    return found


def main(program):
    with open(SPEC, encoding="utf-8", newline="") as file:
        specs = list(csv.DictReader(file))
    tables = {table: [] for table in COLUMNS}
    tables["units"] = [(NEXT, "Next", "region", "23")]
    tables["staff"] = [(doctor(name), "physician") for name in ("D1", "D2")]
    cases = [Case(i, spec, tables) for i, spec in enumerate(specs)]
    with tempfile.TemporaryDirectory(prefix="kontinua-boundaries-") as place:
        home = pathlib.Path(place) / "home"
        load(program, home, pathlib.Path(place) / "files", tables)
        found = figures(program, home, cases)
        lost, said = told(program, home)
    print(f"1..{len(cases) + 1}")
    wrong = 0
    for number, case in enumerate(cases, 1):
        wanted = (case.spec["denominator"], case.spec["numerator"])
        got = found[case.spec["as_of"], case.spec["measure"], case.unit]
        name = f"{case.spec['measure']}: {case.spec['case']}"
        print(f"{'ok' if got == wanted else 'not ok'} {number} - {name}")
        if got != wanted:
            wrong += 1
            print(f"# {case.spec['rows']}: {got[1]} of {got[0]}, not {wanted[1]} of {wanted[0]}")
    print(f"{'ok' if lost else 'not ok'} {len(cases) + 1} - values in units that are not known are told")
    if not lost:
        print("".join(f"# {line}\n" for line in said.splitlines()), end="")
    return 0 if lost and not wrong else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
