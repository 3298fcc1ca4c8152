"""The plans of the named queries (src/store/query): none reads a table that grows with persons or acts from end to end,
or all of it before or behind a place, but those of which it is known why; and none builds an index to be thrown away.

    plans_test.py SOURCES

A query that finds a person's rows by reading everybody's is right, and no test of what it answers finds it: only time
does, once there are many. Plans are those of an empty registry, as in the program, which keeps no statistics.
"""

import pathlib
import re
import sqlite3
import sys

GROWS = set("""access_log act application block_stated capitation_row change coming_stated consent contact_ending elsewhere_effect
elsewhere_stated identifier identifier_was listing_effect listing_exempt listing_reason listing_stated message message_seen
named_contact_effect named_contact_stated opt_out_stated outbox outbox_seq panel_move_row person person_stated queue_place
request request_open request_step residence_stated""".split())
KNOWN = {  # behind a colon in how many steps, if more than one
    "asks for everybody, as an export, a night, a load or its taking back does":
        """as_of.find_people as_of.find_listed capitation.listed identifier.count identifier.now known.application
        known.elsewhere_effect known.identifier known.listing_effect known.named_contact_effect known.people_make
        known.queue_place known.request_step listing.each_stated listing.forced_at:3 listing.nowhere listing.now
        listing.overlapping load.now:2 load.beside:2 load.between:13 load.orphan:14 load.unlisted:5 named_contact.each_stated named_contact.now
        person.each_end person.now person.of_area residence.now touched.changed:5""",
    "reads an index that has only those who wait":
        """access_log.alarms access_log.reviews access_log.waiting access_log.waits consent.gone letter.due notice.due queue.all
        queue.of_joined request.ends""",
    "begins at the newest, or ends at the first":
        "capitation.known elsewhere.touched named_contact.touched population.is_listed position.at position.on queue.may_follow:3",
    "reads on from a place, in the order of an index":
        """access_log.between access_log.forget access_log.last access_log.older access_log.sealed consent.lapsed_count
        outbox.after outbox.forget outbox.forgotten""",
    "looks for what one change did, which is to be taken back":
        "consent.keep_ended message.stands_again message.unsay queue.ended_at queue.taken request.withdrawn_at",
    "reads what few persons have":
        """application.waiting block.standing consent.lapsed notice.failed queue.gone queue.listed
        queue.room_made request.each_open""",
}
UNPLANNED = "given.table migration.all migration.insert"  # what makes its own table; known.* and what stages rows do, too


def queries(folder):
    """(name, text) of each statement in the files."""
    for file in sorted(folder.glob("*.sql")):
        for name, text in re.findall(r"^-- name: (\S+)\n(.*?;)\s*$(?=\n\n|\n--|\Z)", file.read_text(), re.S | re.M):
            yield name, text


def registry(sources):
    """An empty one, with the temporary tables that a connection makes."""
    db = sqlite3.connect(":memory:")
    for step in sorted((sources / "migrations").glob("*.sql")):
        db.executescript(step.read_text())
    db.execute(f"CREATE TABLE given ({', '.join(f'c{i}' for i in range(1, 31))})")
    db.executescript("CREATE TEMP TABLE touched (person INTEGER PRIMARY KEY); CREATE TEMP TABLE asked (person INTEGER PRIMARY KEY);")
    return db


def plan(db, text):
    """The steps of it; any value will do for what is bound."""
    for bound in range(40):
        try:
            return [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {text}", [1] * bound)]
        except sqlite3.ProgrammingError as wrong:
            if "bindings" not in str(wrong):
                raise
    raise ValueError(text)


def reads_all(db, text):
    """What of it reads a table that grows from end to end, or builds an index."""
    index = dict(db.execute("SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index'"))
    alias = re.findall(r"(?:FROM|JOIN|UPDATE|INTO)\s+(?:main\.|temp\.)?(\w+)\s+AS\s+(\w+)", text)
    found = []
    for step in plan(db, text):
        read = re.match(r"(?:SCAN|SEARCH) (?:main\.|temp\.)?(\w+)(?: USING (?:COVERING )?INDEX (\w+))?", step)
        tables = set()  # more than one where an alias stands for two
        if read and (step.startswith("SCAN") or re.search(r"\([^=]*\)$", step)):
            tables = {index[read[2]]} if read[2] in index else {t for t, a in alias if a == read[1]} or {read[1]}
        if "AUTOMATIC" in step or tables & GROWS:
            found.append(step)
    return found


def main():
    sources = pathlib.Path(sys.argv[1])
    db = registry(sources)
    known = {name: int(steps or 1) for names in KNOWN.values() for name, _, steps in (n.partition(":") for n in names.split())}
    planned, wrong, all_of = 0, [], {}
    for name, text in queries(sources / "src" / "store" / "query"):
        try:
            steps = reads_all(db, text)
        except sqlite3.OperationalError as missing:
            if name not in UNPLANNED.split() and not name.startswith("known.") and "temp.stage_" not in str(missing) and \
               not name.endswith(".make"):
                wrong.append(f"{name}: {missing}")
            continue
        planned += 1
        if steps:
            all_of[name] = len(steps)
        if len(steps) > known.get(name, 0):
            wrong += [f"{name}: {step}" for step in steps]
    left = [f"{name}: {all_of.get(name, 0)} steps, not {steps}" for name, steps in sorted(known.items())
            if all_of.get(name, 0) < steps]
    control = reads_all(db, "SELECT * FROM message AS m WHERE m.reason = 'x'")
    print("1..3")
    print(f"{'not ok' if wrong or planned < 250 else 'ok'} 1 - {planned} queries read what they ask for")
    print("".join(f"# {line}\n" for line in wrong), end="")
    print(f"{'not ok' if left else 'ok'} 2 - each of the {len(known)} that read everything does, in as many steps")
    print("".join(f"# {line}\n" for line in left), end="")
    print(f"{'ok' if control else 'not ok'} 3 - one that is written so is found")
    return 1 if wrong or left or not control or planned < 250 else 0


if __name__ == "__main__":
    sys.exit(main())
