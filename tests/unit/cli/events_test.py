"""Events against their schemas, web/schema/events/: that each type of src/domain/event.c has one with an example; that what is
wrong is refused; and that every event of a home that verbs have changed is as its schema says.

    events_test.py KONTINUA
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

import jsonschema

warnings.simplefilter("ignore", DeprecationWarning)  # of the way to find a schema that Debian 12's version has

TOP = pathlib.Path(__file__).parents[3]
SCHEMAS = TOP / "web" / "schema" / "events"


def types():
    text = (TOP / "src" / "domain" / "event.c").read_text(encoding="utf-8")
    return re.findall(r'"([a-z_]+\.[a-z_]+)"', text.split("EVENT[] =")[1].split("};")[0])


def schemas():
    """By name, with a way to find what they refer to."""
    read = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in SCHEMAS.glob("*.json")}
    store = {f"{name}.json": schema for name, schema in read.items()}
    return read, {
        name: jsonschema.Draft202012Validator(
            schema, resolver=jsonschema.RefResolver(f"{name}.json", schema, store), format_checker=jsonschema.FormatChecker()
        )
        for name, schema in read.items()
    }


def wrong(event):
    """The event, wrong in one way after the other."""
    for holder in ("", "data"):
        for member in event["data"] if holder else event:
            bad = copy.deepcopy(event)
            del (bad[holder] if holder else bad)[member]
            yield f"without {holder}.{member}", bad
            bad = copy.deepcopy(event)
            (bad[holder] if holder else bad)[member] = [None]
            yield f"{holder}.{member} of another kind", bad
        bad = copy.deepcopy(event)
        (bad[holder] if holder else bad)["name"] = "Anna"
        yield f"{holder} with a name", bad
    yield "with a day that is none", {**event, "valid_from": "2024-02-30"}
    if "county" in event["data"]:
        yield "of a county and a unit", {**event, "data": {**event["data"], "unit": "SE0000000000-U1"}}
        yield "of a county, with a basis", {**event, "data": {**event["data"], "basis": "area"}}
    yield "without the number that a person's events have", {**event, "person": 1, "seq": 0}


PEOPLE = """person,birth_date,sex,county,municipality,protection
{0},1980-05-05,F,23,2380,none
{1},1981-05-05,M,23,2380,confidential
"""
UNITS = """unit,name,operator,county,municipality,queue
SE0000000000-U1,Norra,region,23,2380,no
SE0000000000-U2,Södra,region,23,2380,no
SE0000000000-U3,Östra,region,23,2380,yes
"""
STAFF = "staff,profession,title_code\nSE0000000000-D1,physician,201011\nSE0000000000-D2,physician,201011\n"
LISTINGS = "person,unit,from,basis\n{0},SE0000000000-U1,2023-01-01,area\n{1},SE0000000000-U1,2023-01-01,area\n"
NAMED = "person,kind,staff,unit,from\n{0},2,SE0000000000-D1,SE0000000000-U1,2023-01-01\n"
# What happens then; each line must succeed. `import` brings the file of CHANGED.
D1_AT_U1 = "--unit SE0000000000-U1 --for SE0000000000-D1"
LINES = [
    "list key:1 SE0000000000-U2 --from 2024-01-15",
    "list key:2 SE0000000000-U2 --protected threat",
    "list key:1 SE0000000000-U1 --from 2024-03-01 --special-reason reason",
    "request key:1 --kind 1 --wanted",
    "request 1 --wait",
    "request 1 --decline because",
    "unit cap SE0000000000-U2 500 --reason wish",
    "unit cap SE0000000000-U3 0 --reason wish",
    "list key:1 SE0000000000-U3 --queue",
    "list key:1 --leave-queue",
    "staff position SE0000000000-D1 --unit SE0000000000-U1",
    "staff position SE0000000000-D2 --unit SE0000000000-U1",
    "staff position SE0000000000-D1 --unit SE0000000000-U2",
    "assign SE0000000000-D1 key:1 --unit SE0000000000-U2",
    "assign key:1 --inform",
    f"staff substitute SE0000000000-D2 {D1_AT_U1} --from 2024-02-01 --to 2024-02-09",
    f"staff substitute SE0000000000-D2 {D1_AT_U1} --end --from 2024-02-05",
    "saebo report key:1 --kind saebo --municipality 2380 --from 2024-01-08",
    "saebo report key:1 --end --on 2024-01-14",
    "list key:1 --out-of-county 21 --from 2024-02-01",
    "list key:1 --out-of-county 20 --from 2024-02-01",
    "list key:1 --out-of-county none --from 2024-03-01",
    "import",
]
CHANGED = """person,birth_date,sex,county,municipality,protection,replaced_by
{0},1980-05-05,F,23,2380,none,{2}
{1},1981-05-05,M,23,2381,confidential,
{2},1980-05-05,F,23,2380,none,
"""


def identifier(number):
    digits = [int(c) * (2 - i % 2) for i, c in enumerate(f"000101{number:03d}")]
    return f"18000101{number:03d}{-sum(d // 10 + d % 10 for d in digits) % 10}"


def happened(program):
    persons = [identifier(n) for n in (1, 2, 3)]
    with tempfile.TemporaryDirectory(prefix="kontinua-events-") as place:
        home, files = pathlib.Path(place) / "home", pathlib.Path(place) / "files"
        files.mkdir()
        for name, text in {"people": PEOPLE, "units": UNITS, "staff": STAFF, "listings": LISTINGS, "named_contacts": NAMED}.items():
            (files / f"{name}.csv").write_text(text.format(*persons), encoding="utf-8")

        def run(line):
            words = [program, *line.split(), "--home", str(home), "--today", "2024-01-15", "--lang", "en"]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise SystemExit(f"Bail out! {line}: {done.returncode} {done.stderr}")
            return done.stdout

        run("init")
        run(f"import {files}")
        (files / "people.csv").write_text(CHANGED.format(*persons), encoding="utf-8")
        for line in LINES:
            run(f"import {files / 'people.csv'}" if line == "import" else line)
        run("deliver")
        return [json.loads(line) for line in run("events --protected threat").splitlines()]


def main(program):
    read, checks = schemas()
    failures = []
    for name in types():
        if name not in read:
            failures.append(f"{name} has no schema")
            continue
        examples = read[name].get("examples", [])
        jsonschema.Draft202012Validator.check_schema(read[name])
        if not examples:
            failures.append(f"{name} has no example")
        for example in examples:
            failures += [f"{name}, example: {e.message}" for e in checks[name].iter_errors(example)]
            for how, bad in wrong(example):
                if checks[name].is_valid(bad):
                    failures.append(f"{name}, {how}: it is taken")
    for name in set(read) - set(types()) - {"envelope"}:
        failures.append(f"{name}: there is no such type")
    said = len(failures)
    events = happened(program)
    for event in events:
        failures += [f"{event['type']}: {e.message}: {json.dumps(event)}" for e in checks[event["type"]].iter_errors(event)]
    failures += [f"{name}: no verb has made one" for name in types() if name not in {e["type"] for e in events}]
    if {e["place"] for e in events} != set(range(1, len(events) + 1)):
        failures.append(f"{len(events)} events, by place {sorted(e['place'] for e in events)}")
    print("1..2")
    print("".join(f"# {line}\n" for line in failures), end="")
    print(f"{'not ok' if said else 'ok'} 1 - each type has a schema and an example, and what is wrong is refused")
    print(f"{'not ok' if len(failures) > said else 'ok'} 2 - {len(events)} events that verbs have made are as their schemas say")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
