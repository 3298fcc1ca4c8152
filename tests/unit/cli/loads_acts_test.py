"""Random loads, acts and takings back, against a model: a load that says only what loads said before an act leaves what the act did.

    loads_acts_test.py KONTINUA [SEEDS [FIRST]]

Acts are made here as the registry keeps them: a change of its own that puts a row, or nothing, in the place of what held.
The model keeps every row with who said it. The control is the same model where every load has its way: over all seeds
it must be wrong somewhere. In the end one act of the program's own: a named contact that changing unit ended stays ended.
"""

import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile

SEEDS = 6  # in a run of the unit tests; three times as many in --ci, each starts hundreds of programs
STEPS = 22
UNITS = [f"SE0000000000-U{n}" for n in range(1, 4)]
PERSONS = ["180001010015", "180001020014"]
# Columns of the file, those of the key, and each column in the registry.
TABLES = {
    "units": ("unit name operator county cap", 1, "unit name operator county cap"),
    "areas": ("area from unit to", 2, "area from_day unit to_day"),
    "operators": ("unit from operator", 2, "unit from_day operator"),
    "staffing": ("unit month category fte", 3, "unit month category fte"),
    "blocks": ("person unit from to", 3, "identifier unit from_day to_day"),
}
STATED = {"units": "unit_stated", "areas": "area_stated", "operators": "operator_stated", "staffing": "staffing_stated",
          "blocks": "block_stated"}


def person_id(text):
    digits = [int(c) * (2 - i % 2) for i, c in enumerate(text[2:11])]
    return text[:11] + str(-sum(d // 10 + d % 10 for d in digits) % 10)


PERSONS = [person_id(p) for p in PERSONS]


def make_row(r, table):
    u, start = r.choice(UNITS), r.choice(["2020-01-01", "2021-06-01"])
    return {
        "units": [u, r.choice("AB"), "region", "23", r.choice(["", "100", "200"])],
        "areas": [r.choice("XY"), start, u, r.choice(["", "2022-01-01"])],
        "operators": [u, start, r.choice(["region", "external"])],
        "staffing": [u, "2023-01", "st", r.choice("123")],
        "blocks": [r.choice(PERSONS), u, start, r.choice(["", "2022-01-01"])],
    }[table]


class Instance:
    def __init__(self, program, folder):
        self.program, self.home, self.files = program, folder / "home", folder / "in"
        self.files.mkdir()
        self.run("init", "--quiet")

    def run(self, *words):
        done = subprocess.run([self.program, *words, "--home", self.home, "--today", "2024-01-15", "--lang", "en"],
                              capture_output=True, text=True, env={}, check=False)
        return done.returncode, done.stdout + done.stderr

    def load(self, rows, names=None):
        for file in self.files.iterdir():
            file.unlink()
        for table, of in rows.items():
            lines = [(names or {}).get(table, TABLES[table][0] if table in TABLES else "").split(), *of]
            (self.files / f"{table}.csv").write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
        return self.run("import", self.files, "--again", "--quiet")

    def db(self):
        return sqlite3.connect(self.home / "registry.db")

    def held(self):
        """What holds, of all tables: {(table, key): row}, as the registry has it."""
        db = self.db()
        out = {}
        for table, (_, keys, columns) in TABLES.items():
            for row in db.execute(f"SELECT {', '.join(columns.split())} FROM {STATED[table]} WHERE superseded IS NULL"):
                out[(table, row[:keys])] = row
        db.close()
        return out

    def act(self, table, key, row):
        """Puts the row in the place of what holds under the key; None: nothing."""
        _, keys, columns = TABLES[table]
        columns = columns.split()
        db = self.db()
        at = db.execute("INSERT INTO change (position, recorded_at, what, actor) SELECT max(position) + 1, max(recorded_at), "
                        "'test', 'os:test' FROM change RETURNING position").fetchone()[0]
        kept = [c for c in ("queue", "replaced_by") if table == "units" and c == "queue"]
        old = db.execute(f"SELECT {', '.join(kept) or '0'} FROM {STATED[table]} WHERE superseded IS NULL AND " +
                         " AND ".join(f"{c} = ?" for c in columns[:keys]), key).fetchone()
        db.execute(f"UPDATE {STATED[table]} SET superseded = ? WHERE superseded IS NULL AND " +
                   " AND ".join(f"{c} = ?" for c in columns[:keys]), [at, *key])
        if row:
            names = [*columns, *kept, "recorded"]
            db.execute(f"INSERT INTO {STATED[table]} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                       [*row, *(old[:len(kept)] if kept else []), at])
        db.commit()
        db.close()


class Row:
    def __init__(self, row, by, is_load):
        self.row, self.by, self.is_load = row, by, is_load
        self.over, self.over_load, self.again = None, False, set()


class Model:
    def __init__(self, keeps_acts):
        self.rows, self.keeps_acts = {}, keeps_acts

    def holds(self, key):
        return next((r for r in self.rows.get(key, []) if r.over is None), None)

    def put(self, key, row, by, is_load):
        now = self.holds(key)
        if now:
            now.over, now.over_load = by, is_load
        if row:
            self.rows.setdefault(key, []).append(Row(row, by, is_load))

    def load(self, number, said):
        for key, row in said.items():
            now = self.holds(key)
            words = [r for r in self.rows.get(key, []) if r.is_load or r.again]
            last = words[-1] if words else None
            if now and now.row == row:
                now.again.add(number)
            elif self.keeps_acts and last and last is not now and not last.over_load and last.row == row:
                last.again.add(number)
            else:
                self.put(key, row, number, True)

    def in_the_way(self, number):
        return any(r.by == number and (r.over is not None or any(n > number for n in r.again))
                   for of in self.rows.values() for r in of)

    def undo(self, number):
        for key, of in self.rows.items():
            self.rows[key] = [r for r in of if r.by != number]
            for r in self.rows[key]:
                r.again.discard(number)
                if r.over == number:
                    r.over = None

    def held(self):
        return {key: self.holds(key).row for key in self.rows if self.holds(key)}


def try_seed(program, folder, seed):
    """What went wrong, and whether the control was wrong too."""
    r, instance, log = random.Random(seed), Instance(program, folder), []
    models = Model(True), Model(False)
    first = {"units": [[u, "A", "region", "23", ""] for u in UNITS], "people": [[p, "1950-01-01", "F"] for p in PERSONS]}
    code, said = instance.load(first, {"people": "person birth_date sex"})
    assert code == 0, said
    values = {}  # a row of a file as the registry has it
    for model in models:
        model.load(0, instance.held())
    for row in first["units"]:
        values["units", tuple(row)] = instance.held()["units", next(k for t, k in instance.held() if t == "units")]
    values.clear()
    loads, number, seen = [], 0, [first["units"]]
    for _ in range(STEPS):
        what = r.random()
        if what < 0.55:
            rows = {t: [make_row(r, t) for _ in range(r.randint(1, 3))] for t in r.sample(list(TABLES), r.randint(1, 4))}
            if loads and r.random() < 0.5:  # the night's extract, said once more
                rows = r.choice(loads)[1]
            last = {}
            for t, of in rows.items():
                for row in of:
                    last[(t, *row[:TABLES[t][1]])] = (t, row)
            rows = {t: [row for name, row in last.values() if name == t] for t in rows}
            number += 1
            said = {}
            for t, row in last.values():
                key, value = to_registry(instance, t, row)
                said[t, key] = value
            code, out = instance.load(rows)
            log.append(("load", number, rows))
            if code != 0:
                return [out, log], False
            loads.append((number, rows))
            for model in models:
                model.load(number, said)
        elif what < 0.85:
            held = sorted(instance.held().items(), key=repr)
            (t, key), _ = r.choice(held)
            new = r.choice([to_registry(instance, t, make_row(r, t))[1], None]) if t != "units" else \
                to_registry(instance, t, make_row(r, t))[1]
            new = new and (*key, *new[TABLES[t][1]:])
            instance.act(t, key, new)
            log.append(("act", t, key, new))
            for model in models:
                model.put((t, key), new, ("act", len(log)), False)
        elif loads:
            undone, _ = r.choice(loads)
            code, out = instance.run("load", "undo", str(undone + 1))
            log.append(("undo", undone, code))
            if (code != 0) != models[0].in_the_way(undone):
                return [f"in the way: {models[0].in_the_way(undone)}: {out}", log], False
            if code == 0:
                loads = [load for load in loads if load[0] != undone]
                for model in models:
                    model.undo(undone)
        if instance.held() != models[0].held():
            mine, theirs = models[0].held(), instance.held()
            return [f"{k}: {theirs.get(k)}, not {mine.get(k)}" for k in {*mine, *theirs} if mine.get(k) != theirs.get(k)] + [log], False
    code, out = instance.run("warehouse", "verify")
    return ([out] if code else []), models[1].held() != instance.held()


def to_registry(instance, table, row):
    """Key and row of a file's row, as the registry has them."""
    db = instance.db()
    names = dict(zip(TABLES[table][0].split(), row))
    out = []
    for name in TABLES[table][0].split():
        v = names[name]
        if v == "":
            out.append(None)
        elif name == "unit":
            out.append(db.execute("SELECT id FROM unit WHERE hsaid = ?", [v]).fetchone()[0])
        elif name == "person":
            out.append(db.execute("SELECT i.id FROM identifier AS i ORDER BY i.id LIMIT 1 OFFSET ?", [PERSONS.index(v)]).fetchone()[0])
        elif name in ("from", "to"):
            out.append(db.execute("SELECT julianday(?) - julianday('1900-01-01')", [v]).fetchone()[0])
        elif name == "month":
            out.append((int(v[:4]) - 1900) * 12 + int(v[5:]) - 1)
        elif name == "operator":
            out.append({"region": 0, "external": 1}[v])
        elif name == "category":
            out.append(4)
        elif name == "cap":
            out.append(int(v))
        else:
            out.append(v)
    db.close()
    return tuple(out[:TABLES[table][1]]), tuple(out)


def ended_stays_ended(program, folder):
    """A named doctor whom changing unit ended; the night's extract says the open row again."""
    instance = Instance(program, folder)
    rows = {
        "units": [[u, "A", "region", "23"] for u in UNITS],
        "staff": [["SE0000000000-S1", "physician"]],
        "people": [[PERSONS[0], "1950-01-01", "F", "23"]],
        "listings": [[PERSONS[0], UNITS[0], "2020-01-01", "choice_form"]],
        "named_contacts": [[PERSONS[0], "2", "SE0000000000-S1", UNITS[0], "2020-01-01", ""]],
    }
    names = {"units": "unit name operator county", "staff": "staff profession", "people": "person birth_date sex county",
             "listings": "person unit from basis", "named_contacts": "person kind staff unit from to"}
    def contacts():
        db = instance.db()
        out = db.execute("SELECT to_day IS NULL FROM named_contact_stated WHERE superseded IS NULL").fetchall()
        out += db.execute("SELECT to_day IS NULL FROM named_contact_effect").fetchall()
        db.close()
        return out
    wrong = []
    for words in (None, ("list", PERSONS[0], UNITS[1])):
        code, out = instance.run(*words) if words else instance.load(rows, names)
        wrong += [out] if code else []
    ended = contacts()
    code, out = instance.load(rows, names)
    wrong += [out] if code or contacts() != ended or ended != [(0,), (0,)] else []
    rows["named_contacts"][0][-1] = "2030-01-01"  # something new
    code, out = instance.load(rows, names)
    wrong += [out or "nothing new was taken"] if code or contacts() == ended and False else []
    db = instance.db()
    told = db.execute("SELECT count(*) FROM named_contact_stated WHERE superseded IS NULL AND to_day > 47000").fetchone()[0]
    db.close()
    return wrong + (["what the file says anew was not taken"] if told != 1 else [])


def main():
    program, seeds, first = pathlib.Path(sys.argv[1]).resolve(), max(1, int(SEEDS * float(os.environ.get("KONTINUA_CHECK_SCALE", 1)) ** 0.5)), 0
    if len(sys.argv) > 2:
        seeds, first = int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    failed, found = 0, False
    print(f"1..{seeds + 2}")
    for seed in range(first, first + seeds):
        with tempfile.TemporaryDirectory(prefix="kontinua-acts-") as folder:
            wrong, controlled = try_seed(program, pathlib.Path(folder), seed)
        found |= controlled
        print(f"{'not ok' if wrong else 'ok'} {seed - first + 1} - seed {seed}", flush=True)
        for line in wrong:
            print(f"# {line}")
        failed += bool(wrong)
    print(f"{'ok' if found else 'not ok'} {seeds + 1} - the control, where every load has its way, is wrong somewhere")
    with tempfile.TemporaryDirectory(prefix="kontinua-acts-") as folder:
        wrong = ended_stays_ended(program, pathlib.Path(folder))
    print(f"{'not ok' if wrong else 'ok'} {seeds + 2} - a contact that changing unit ended stays ended")
    for line in wrong:
        print(f"# {line}")
    return 1 if failed or wrong or not found else 0


if __name__ == "__main__":
    sys.exit(main())
