"""Loads and queues, by the program: a load with a death or a raised cap lists who is next, in its own transaction, and
taking it back gives the place in the queue again. So with what a load ends of two persons whom it joins.

    queue_loads_test.py KONTINUA
"""

import pathlib
import sqlite3
import subprocess
import sys
import tempfile

U1, U2, U3 = "SE0000000000-U1", "SE0000000000-U2", "SE0000000000-U3"


def person_id(text):
    digits = [int(c) * (2 - i % 2) for i, c in enumerate(text[2:11])]
    return text[:11] + str(-sum(d // 10 + d % 10 for d in digits) % 10)


PERSONS = [person_id(f"183{n}0101001") for n in range(3)]
HEAD = {
    "units": "unit,name,operator,county,cap,queue",
    "people": "person,birth_date,sex,county,deregistered_on,deregistration_reason",
    "listings": "person,unit,from,basis",
}
BORN = [f"{p},183{n}-01-01,F,23" for n, p in enumerate(PERSONS)]
FIRST = {
    "units": [f"{U1},Norra,region,23,,no", f"{U2},Södra,region,23,1,yes"],
    "people": [f"{line},," for line in BORN],
    "listings": [f"{p},{U2 if n == 0 else U1},2020-01-01,area" for n, p in enumerate(PERSONS)],
}
DEATH = {"people": [f"{BORN[0]},2024-01-10,died"]}
LOWER = {"units": [f"{U2},Södra,region,23,1,yes"]}
JOIN = {"people": [f"{BORN[2]},,,{PERSONS[1]}"]}
CAP = {"units": [f"{U2},Södra,region,23,2,yes"]}


class Instance:
    def __init__(self, program, folder):
        self.program, self.home, self.files = program, folder / "home", folder / "in"
        self.files.mkdir()
        self.run("init")

    def done(self, *words):
        done = subprocess.run([self.program, *words, "--home", self.home, "--today", "2024-01-15", "--lang", "en"],
                              capture_output=True, text=True, env={}, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{words}: {done.stderr}")
        return done

    def run(self, *words):
        return self.done(*words, "--quiet").stdout

    def load(self, rows, more=""):
        """`more`: of the head."""
        for file in self.files.iterdir():
            file.unlink()
        for table, lines in rows.items():
            (self.files / f"{table}.csv").write_text("\n".join([HEAD[table] + more, *lines]) + "\n", encoding="utf-8")
        return self.done("import", self.files).stderr

    def ask(self, sql):
        db = sqlite3.connect(self.home / "registry.db")
        rows = [row[0] for row in db.execute(sql)]
        db.close()
        return rows

    def at_second(self):
        return self.ask("SELECT person FROM listing_effect WHERE list = 2 AND to_day IS NULL ORDER BY person")

    def waiting(self):
        return self.ask("SELECT identifier FROM queue_place WHERE superseded IS NULL ORDER BY id")


def expect(wrong, what, found, wanted):
    if found != wanted:
        wrong.append(f"{what}: {found}, wanted {wanted}")


def try_load(program, folder, load, stay):
    """`stay`: who is at the second unit after the load, beside the one who waited first."""
    wrong, i = [], Instance(program, folder)
    i.load(FIRST)
    for key in (2, 3):
        i.run("list", f"key:{key}", U2, "--queue", "--format", "csv")
    expect(wrong, "waiting", i.waiting(), [2, 3])
    said = i.load(load)
    expect(wrong, "said by the load", "Listed from a queue, where the load made room: 1." in said, True)
    expect(wrong, "listed by the load", i.at_second(), [*stay, 2])
    expect(wrong, "still waiting", i.waiting(), [3])
    expect(wrong, "in one transaction", i.ask(
        "SELECT DISTINCT coalesce(f.of, o.position) = l.position FROM outbox AS o JOIN load AS l ON l.id = 2"
        " LEFT JOIN change_follow AS f ON f.position = o.position WHERE o.person = 2 AND o.type <> 2"), [1])
    expect(wrong, "logged", i.ask("SELECT act FROM access_log WHERE person = 2 ORDER BY id"), ["list", "queue"])
    said = i.done("load", "undo", "2").stderr
    expect(wrong, "said by the undoing", "Listed from a queue" in said, False)
    expect(wrong, "listed after the undoing", i.at_second(), [1])
    expect(wrong, "waiting after the undoing", i.waiting(), [2, 3])
    expect(wrong, "last told", i.ask("SELECT type FROM outbox WHERE person = 2 AND type IN (2, 3) ORDER BY id"), [2, 3, 2])
    if "sound" not in i.run("log", "verify", "--format", "csv"):
        wrong.append("the log is not sound")
    return wrong


def try_room(program, folder, load, stay):
    """Taking back a load that lowered the cap makes room."""
    wrong, i = [], Instance(program, folder)
    i.load({**FIRST, "units": [FIRST["units"][0], *CAP["units"]]})
    i.load(load)
    i.run("list", "key:2", U2, "--queue", "--format", "csv")
    expect(wrong, "listed before", i.at_second(), stay)
    before = (i.at_second(), i.waiting())
    said = i.done("load", "undo", "2", "--dry-run").stderr
    expect(wrong, "said by the trial", "Would be listed from a queue, where taking it back makes room: 1." in said, True)
    expect(wrong, "left by the trial", (i.at_second(), i.waiting()), before)
    said = i.done("load", "undo", "2").stderr
    expect(wrong, "said by the undoing", "Listed from a queue, where taking it back made room: 1." in said, True)
    expect(wrong, "listed after", i.at_second(), [*stay, 2])
    expect(wrong, "waiting after", i.waiting(), [])
    return wrong


def try_join(program, folder, unit, told):
    """The second person has the first place, and the third, who is joined with them, one at `unit`; `told`: whether
    its end is: it is not where they stand still."""
    wrong, i = [], Instance(program, folder)
    others = [f"{U3},Östra,region,23,0,yes"]
    i.load({**FIRST, "units": [*FIRST["units"], *others]})
    asked = "SELECT request FROM request_open ORDER BY request"
    queues = "SELECT person || ':' || type || ':' || json_extract(data, '$.why') FROM outbox WHERE type = 3 ORDER BY id"
    for key, at in ((2, U2), (3, unit)):
        i.run("list", f"key:{key}", at, "--queue", "--format", "csv")
        i.run("request", f"key:{key}", "--kind", "1", "--wanted")
    expect(wrong, "before", (i.waiting(), i.ask(asked)), ([2, 3], [1, 2]))
    i.load(JOIN, ",replaced_by")
    expect(wrong, "joined", i.ask("SELECT person FROM identifier WHERE id = 3"), [2])
    expect(wrong, "places", i.waiting(), [2])
    expect(wrong, "events", i.ask(queues), ["2:3:persons_joined"] if told else [])
    expect(wrong, "messages", i.ask("SELECT count(*) FROM message WHERE kind = 2"), [int(told)])
    expect(wrong, "requests", i.ask(asked), [1])
    expect(wrong, "withdrawn", i.ask("SELECT json_extract(data, '$.state') FROM outbox WHERE type = "
                                     "(SELECT max(type) FROM outbox WHERE data LIKE '%\"request\":2%') "
                                     "AND data LIKE '%\"request\":2%' ORDER BY id"), ["requested", "withdrawn"])
    ends = "SELECT act || ':' || about FROM access_log WHERE position > 0 AND act IN ('queue', 'request') AND actor LIKE "
    expect(wrong, "logged", i.ask(ends + "'os:%' AND person = 2 ORDER BY id DESC LIMIT 2"),
           [f"queue:unit={unit}", "request:request=2"])
    i.done("load", "undo", "2")
    expect(wrong, "apart", i.ask("SELECT person FROM identifier WHERE id = 3"), [3])
    expect(wrong, "places after the undoing", i.waiting(), [2, 3])
    expect(wrong, "requests after the undoing", i.ask(asked), [1, 2])
    expect(wrong, "told of it", i.ask("SELECT person || ':' || json_extract(data, '$.state') || ':' || json_extract(data, "
                                      "'$.unit') FROM outbox WHERE data LIKE '%\"request\":2%' ORDER BY id DESC LIMIT 1"),
           [f"3:requested:{U1}"])
    if "sound" not in i.run("log", "verify", "--format", "csv"):
        wrong.append("the log is not sound")
    return wrong


def main():
    program, failed = pathlib.Path(sys.argv[1]).resolve(), 0
    tries = [
        ("a death makes room, and takes it away again", try_load, DEATH, []),
        ("a raised cap makes room, and takes it away again", try_load, CAP, [1]),
        ("a lowered cap that is taken back makes room", try_room, LOWER, [1]),
        ("of who is joined the first place and the first request stay", try_join, U3, True),
        ("and of two places at one unit the first", try_join, U2, False),
    ]
    print(f"1..{len(tries)}")
    for number, (name, attempt, load, stay) in enumerate(tries, 1):
        with tempfile.TemporaryDirectory(prefix="kontinua-queue-") as folder:
            wrong = attempt(program, pathlib.Path(folder), load, stay)
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}")
        for line in wrong:
            print(f"# {line}")
        failed += bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
