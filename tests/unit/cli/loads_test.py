"""Random loads and takings back, against a model: what is left is what an instance has that was only given what is left.

    loads_test.py KONTINUA [SEEDS [FIRST]]

Each seed is a small world: loads of any tables, some that replace days, loads taken back in any order, and now and then
the segments of old ones merged. The model keeps the loads as lists of rows and knows from them alone whether one can be
taken back. In the end the loads that are left are imported into a fresh instance; registry (what is stated, what is in
effect, who is whom), segments, replaced days, the rows that count and the figures of both must be the same. On the way
figures that are kept must be those that are counted. The control
leaves out the last that says something new, and must differ.
"""

import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

SEEDS = 3  # in a run of the unit tests; three times as many in --ci, each starts hundreds of programs
STEPS = 14


def person(day):
    """An identifier of 1800, which nobody has."""
    text = f"0001{day:02d}001"
    digits = [int(c) * (2 - i % 2) for i, c in enumerate(text)]
    return f"18{text}{-sum(d // 10 + d % 10 for d in digits) % 10}"


PERSONS = [person(day) for day in range(1, 7)]
UNITS = [f"SE0000000000-U{n}" for n in range(1, 5)]
STAFF = [f"SE0000000000-S{n}" for n in range(1, 4)]
STRANGER = "SE0000000000-X1"  # a unit that no file brings
EVENTS = {"diagnoses": 1, "measurements": 1, "invitations": 2, "referrals": 1}  # where their day stands

# Of each table its columns; * is a key, and what a column refers to stands behind a colon.
COLUMNS = {
    "units": "unit* name operator county parent:units",
    "operators": "unit*:units from* operator",
    "staff": "staff* profession",
    "areas": "area* unit:units from* to",
    "people": "person* birth_date sex replaced_by:people deregistered_on deregistration_reason area mother",
    "positions": "staff*:staff unit*:units from* to employment",
    "listings": "person*:people unit:units from* to basis",
    "named_contacts": "person*:people kind* staff*:staff unit:units from* to",
    "residences": "person*:people kind* home municipality from* to reported_on",
    "blocks": "person*:people unit*:units from* to",
    "contacts": "contact* person:people date unit staff:staff profession form level",
    "diagnoses": "person:people date unit code",
    "measurements": "person:people date unit code value time",
    "invitations": "person:people programme invited_on performed_on unit:units",
    "referrals": "person:people date from_unit:units to",
    "calls": "unit*:units month* calls answered_same_day telephony",
    "staffing": "unit*:units month* category* fte",
    "economy": "unit*:units year* account* outcome_tkr closed",
    "cni": "unit*:units year* population under5 foreign_born over65_alone single_parent moved unemployed low_education",
    "survey": "unit*:units year* dimension* score responses",
    "terms": "local* system code",
    "references": "measure* level* period* value source",
}
NAMES = {t: [c.split(":")[0].rstrip("*") for c in text.split()] for t, text in COLUMNS.items()}
KEYS = {t: [i for i, c in enumerate(text.split()) if "*" in c] for t, text in COLUMNS.items()}
REFERS = {t: [(i, c.split(":")[1]) for i, c in enumerate(text.split()) if ":" in c] for t, text in COLUMNS.items()}
BRINGS = ("units", "staff", "people")


def make_row(r, table):
    """A row of few possible ones, so that rows meet."""
    p, u, s = r.choice(PERSONS), r.choice(UNITS), r.choice(STAFF)
    start = r.choice(["2020-01-01", "2021-06-01", "2022-03-01", "2023-01-15"])
    any_day = f"202{r.randint(0, 3)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"
    end = "" if r.random() < 0.6 else max(start, any_day)
    day = f"2023-0{r.randint(1, 2)}-0{r.randint(1, 3)}"
    gone = r.random() < 0.2
    rows = {
        "units": [u, r.choice("ABC"), r.choice(["region", "external"]), "23", r.choice(["", "", "", *(of for of in UNITS if of < u)])],
        "operators": [u, start, r.choice(["region", "external"])],
        "staff": [s, r.choice(["physician", "nurse"])],
        "areas": [r.choice("XY"), u, start, end],
        "people": [p, r.choice(["1950-01-01", "1980-02-02", ""]), r.choice("FM"),
                   r.choice(PERSONS) if r.random() < 0.25 else "", any_day if gone else "",
                   r.choice(["died", "emigrated", "other"]) if gone else "", r.choice(["", "X"]), r.choice(["", p])],
        "positions": [s, u, start, end, "employed"],
        "listings": [p, u, start, end, r.choice(["area", "choice_form"])],
        "named_contacts": [p, r.choice("12"), s, u, start, end],
        "residences": [p, r.choice(["saebo", "home_care"]), r.choice("HI"), r.choice(["2380", "2321"]), start, end, any_day],
        "blocks": [p, u, start, end],
        "contacts": [f"K{r.randint(1, 12)}", p, day + r.choice(["", "T10:00", "T10:01"]), r.choice([*UNITS, STRANGER]),
                     r.choice(["", s]), r.choice(["physician", "nurse"]), r.choice(["visit", "phone"]), "primary"],
        "diagnoses": [p, day, r.choice([*UNITS, STRANGER]), r.choice(["E11", "I10"])],
        "measurements": [p, day, u, "NPU1", r.choice(["", "<"]) + str(r.randint(1, 99)), r.choice(["", day + "T08:00"])],
        "invitations": [p, "health_talk_40", day, "", u],
        "referrals": [p, day, u, "emergency"],
        "calls": [u, r.choice(["2023-01", "2023-02"]), str(r.randint(5, 9)), "3", "yes"],
        "staffing": [u, "2023-01", r.choice(["st", "at"]), str(r.randint(1, 5))],
        "economy": [u, "2023", "drugs", str(r.randint(1, 9)), "yes"],
        "cni": [r.choice([*UNITS, "SE"]), "2023", str(r.randint(100, 109)), *["1"] * 7],
        "survey": [u, "2023", r.choice("ab"), str(r.randint(1, 9)), "5"],
        "terms": [r.choice("LM"), "NPU", f"NPU{r.randint(1, 3)}"],
        "references": ["listed", "SE", "2023", str(r.randint(1, 3)), "s"],
    }
    return rows[table]


# ---- the model ----


def refers(table, row):
    """Whom a row speaks of, who must be known: (table, key)."""
    return {(to, row[i]) for i, to in REFERS[table] if row[i] and not (table == "cni" and row[i] == "SE")}


def keyed(load):
    """The last row of each key that the load says: {(table, key): row}."""
    return {(t, *(row[i] for i in KEYS[t])): row for t in COLUMNS for row in load["rows"].get(t, []) if KEYS[t]}


def in_effect(loads):
    now = {}
    for load in loads:
        now.update(keyed(load))
    return now


def known(loads):
    return {key[:2] for key in in_effect(loads) if key[0] in BRINGS}


def why_not(loads, load):
    """The code that says why the load cannot be taken back; None: it can."""
    at = loads.index(load)
    before, mine = in_effect(loads[:at]), keyed(load)
    later = {key for other in loads[at + 1:] for key in keyed(other)}
    # What only says what was known already is no row of the load's own.
    if any(key in later and (key[0] == "contacts" or before.get(key) != row) for key, row in mine.items()):
        return "load.touched"
    rest = loads[:at] + loads[at + 1:]
    there = known(rest)
    spoken = set().union(*(refers(key[0], row) for key, row in in_effect(rest).items()))
    for other in rest:  # care stands in segments, whatever came later
        for t in (*EVENTS, "contacts"):
            spoken.update(*(refers(t, row) for row in other["rows"].get(t, [])))
    return "load.needed" if spoken - there else None


def make_load(r, loads):
    """A load that has no reject but circles of identifiers; None: nothing was left of it."""
    tables = r.sample(list(COLUMNS), r.randint(1, 8))
    if not loads or r.random() < 0.3:
        tables += BRINGS
    rows = {t: [make_row(r, t) for _ in range(r.randint(1, 6 if t in BRINGS else 3))] for t in tables}
    days = None
    if any(t in EVENTS for t in tables) and r.random() < 0.4:
        days = r.choice([("2023-01-01", "2023-01-31"), ("2023-02-01", "2023-02-02"), ("2023-01-02", "2023-02-01")])
        rows.update({t: [x for x in rows[t] if days[0] <= x[at] <= days[1]] for t, at in EVENTS.items() if t in rows})
    count = -1
    while count != sum(map(len, rows.values())):
        count = sum(map(len, rows.values()))
        there = known(loads) | {(t, row[0]) for t in BRINGS for row in rows.get(t, [])}
        rows = {t: [row for row in of if refers(t, row) <= there] for t, of in rows.items()}
    rows = {t: of for t, of in rows.items() if of or t in EVENTS}
    return {"rows": rows, "days": days if any(t in EVENTS for t in rows) else None} if rows else None


# ---- the program ----


class Instance:
    def __init__(self, program, folder):
        self.program, self.home, self.files = program, folder / "home", folder / "in"
        folder.mkdir()
        self.run("init", "--quiet")

    def run(self, *words):
        done = subprocess.run([self.program, *words, "--home", self.home, "--today", "2024-01-15", "--lang", "en"],
                              capture_output=True, text=True, env={}, check=False)
        return done.returncode, done.stdout, done.stderr

    def load(self, load, *more):
        shutil.rmtree(self.files, ignore_errors=True)
        self.files.mkdir()
        for t, rows in load["rows"].items():
            lines = [NAMES[t], *rows]
            (self.files / f"{t}.csv").write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
        days = ["--replace", "..".join(load["days"])] if load["days"] else []
        return self.run("import", self.files, "--again", "--format", "json", *days, *more)

    def measured(self, *more):
        return [self.run("measure", "--as-of", "2023-12-31", "--months", "2", "--protected", "threat", "--by", by, "--format", "csv", *more)[:2]
                for by in ("unit", "doctor", "county")]

    def figures(self):
        out = self.measured()
        _, shown, _ = self.run("warehouse", "show", "--format", "csv")
        return [*out, [line for line in shown.splitlines() if ".counted," in line and not line.endswith(",0")]]

    def registry(self):
        """What holds, by names instead of numbers: {table: sorted rows}."""
        db = sqlite3.connect(f"file:{self.home}/registry.db?mode=ro", uri=True)
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        assert not db.execute("pragma foreign_key_check").fetchall()
        unit, staff = dict(db.execute("select id, hsaid from unit")), dict(db.execute("select id, hsaid from staff"))
        number = dict(db.execute("select id, packed from identifier"))
        newest = {key: number[id] for key, id in db.execute("select key, newest from person where newest is not null")}
        names = {"unit": unit, "parent": unit, "staff": staff, "person": newest,
                 "list": {id: unit[of] for id, of in db.execute("select id, unit from unit_list")},
                 **dict.fromkeys(("identifier", "replaced_by", "mother", "guardian1", "guardian2"), number)}
        tables = [t for (t,) in db.execute("select name from sqlite_master where type = 'table' order by name")]
        stated, out = {}, {}
        for t in [t for t in tables if t.endswith("_stated")] + [t for t in tables if t.endswith("_effect")]:
            cursor = db.execute(f"select * from {t}" + " where superseded is null" * t.endswith("_stated"))
            rows = []
            for values in cursor:
                row = {c[0]: v for c, v in zip(cursor.description, values)}
                id = row.pop("id", None)
                named = {c: names[c].get(v, v) if c in names else v for c, v in row.items()
                         if c not in ("recorded", "superseded", "stated")}
                text = repr(sorted(named.items()))
                stated[t, id] = text
                rows.append(text + stated.get((t.replace("_effect", "_stated"), row.get("stated")), ""))
            out[t] = sorted(rows)
        left = "not in (select load from load_undo)"
        rank = {id: n for n, (id,) in enumerate(db.execute(f"select id from load where id {left} order by id"))}
        for t, columns in (("load_segment", "table_name, rows, first_day, last_day"), ("load_replace", "table_name, from_day, to_day")):
            out[t] = sorted((rank[id], *rest) for id, *rest in db.execute(f"select load, {columns} from {t} where load {left}"))
        out["who"] = sorted((number[id], newest[key]) for id, key in db.execute(
            "select id, person from identifier where id in (select identifier from person_stated where superseded is null)"))
        return out


def differences(instance, folder, loads, merged=False):
    """Between the instance and a fresh one that is only given these loads."""
    other = Instance(instance.program, folder)
    for load in loads:
        code, _, said = other.load(load, "--accept-rejects")  # of rows that are corrected later
        if code != 0:
            return [said]
    a, b = instance.registry(), other.registry()
    wrong = [f"{t}: {a[t]} is not {b[t]}" for t in a if a[t] != b[t] and not (merged and t in ("load_segment", "load_replace"))]
    if loads and instance.figures() != other.figures():
        wrong.append("the figures")
    return wrong


def try_seed(program, folder, seed):
    """What went wrong; empty: nothing."""
    r, loads, log, merged = random.Random(seed), [], [], set()
    instance = Instance(program, folder / "a")
    for _ in range(STEPS):
        what = r.random()
        if what > 0.93 and loads:
            keep = r.randint(0, 3)
            code, _, said = instance.run("warehouse", "compact", "--keep", str(keep))
            log.append(("compact", code, keep))
            merged.update(load["id"] for load in loads[:len(loads) - keep])
            if code != 0:
                return [said, log]
        elif not loads or what < 0.6:
            load = make_load(r, loads)
            if not load:
                continue
            code, out, said = instance.load(load)
            log.append(("import", code, load))
            if code == 0:
                load["id"] = json.loads(out)[0]["load"]
                loads.append(load)
            elif "replaced_by" not in said:
                return [said, log]
        else:
            load = r.choice(loads)
            wanted = why_not(loads, load)
            code, _, said = instance.run("load", "undo", load["id"])
            log.append(("undo", code, load["id"]))
            if (code == 0 and wanted) or (code != 0 and not wanted and load["id"] not in merged) or (code and "[load." not in said):
                return [f"should be {wanted}: {said}", log]
            if code == 0:
                loads.remove(load)
        # What is kept from before, and follows from it, is what counting anew gives.
        if loads and r.random() < 0.7 and instance.measured() != instance.measured("--fresh"):
            return ["kept figures are others than counted ones", log]
    wrong = differences(instance, folder / "b", loads, merged)
    code, _, said = instance.run("warehouse", "verify")
    if code != 0:
        wrong.append(said)
    for load in reversed(loads):
        others = [other for other in loads if other is not load]
        if in_effect(others) != in_effect(loads):
            if not differences(instance, folder / "c", others, merged):
                wrong.append("the control finds no difference")
            break
    return [*wrong, log] if wrong else []


def main():
    program, seeds, first = pathlib.Path(sys.argv[1]).resolve(), max(1, int(SEEDS * float(os.environ.get("KONTINUA_CHECK_SCALE", 1)) ** 0.5)), 0
    if len(sys.argv) > 2:
        seeds, first = int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    failed = 0
    print(f"1..{seeds}")
    for seed in range(first, first + seeds):
        with tempfile.TemporaryDirectory(prefix="kontinua-loads-") as folder:
            wrong = try_seed(program, pathlib.Path(folder), seed)
        print(f"{'not ok' if wrong else 'ok'} {seed - first + 1} - seed {seed}", flush=True)
        for line in wrong:
            print(f"# {line}")
        failed += bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
