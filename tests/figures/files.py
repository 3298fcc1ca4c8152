"""A region's files, read as the evaluation of measures would have them: who is who, listed where, with whom."""

import bisect
import collections
import csv
import pathlib

FOREVER = "9999-12-31"


class County:
    """The files of a folder, read as evaluation of measures would have them."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.keys = {}
        self.read_people()
        self.newest = {p: self.who(p) for p in self.people}
        self.units = {r["unit"]: r for r in self.rows("units", "unit")}
        self.staff = {r["staff"]: r for r in self.rows("staff", "staff")}
        self.read_listings()
        self.read_named()

    def rows(self, table, *key):
        """Rows as dicts; a repeated key is counted, since a later row would replace the earlier."""
        seen = set()
        with open(self.folder / f"{table}.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                seen.add(tuple(row[k] for k in key))
                yield row
                self.keys[table] = self.keys.get(table, 0) + 1
        self.keys[table] = self.keys.get(table, 0) - len(seen)

    def read_people(self):
        self.people = {r["person"]: r for r in self.rows("people", "person")}
        self.ended = {}  # of those who died or emigrated
        for person, row in self.people.items():
            if row["deregistration_reason"] in ("died", "emigrated"):
                self.ended[person] = row["deregistered_on"]

    def who(self, person):
        """The newest identifier of the person."""
        while self.people[person]["replaced_by"]:
            person = self.people[person]["replaced_by"]
        return person

    def read_listings(self):
        self.listings = collections.defaultdict(list)
        for r in self.rows("listings", "person", "from"):
            self.listings[self.who(r["person"])].append((r["from"], r["to"] or FOREVER, r["unit"], r["basis"]))
        for rows in self.listings.values():
            rows.sort()

    def listing(self, person, day):
        rows = self.listings.get(person, ())
        at = bisect.bisect_right(rows, (day, "~")) - 1
        if at < 0 or rows[at][1] < day or self.ended.get(person, FOREVER) < day:
            return None
        return rows[at]

    def read_named(self):
        self.named = collections.defaultdict(list)
        for r in self.rows("named_contacts", "person", "kind", "staff", "from"):
            self.named[self.who(r["person"]), r["kind"]].append((r["from"], r["to"] or FOREVER, r["unit"], r["staff"]))
        for rows in self.named.values():
            rows.sort()

    def has_named(self, person, kind, day):
        rows = [r for r in self.named.get((person, kind), ()) if r[0] <= day]
        if self.ended.get(person, FOREVER) < day:
            return None
        if kind != "2":
            return next((r for r in rows if r[1] >= day), None)
        listing = self.listing(person, day)
        return rows[-1] if rows and rows[-1][1] >= day and listing and listing[2] == rows[-1][2] else None

    def listed_on(self, day):
        return {p: row for p in self.listings if (row := self.listing(p, day))}

    def contacts(self, since):
        with open(self.folder / "contacts.csv", encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            header = next(rows)
            assert header[:8] == ["contact", "person", "date", "unit", "staff", "profession", "form", "level"], header
            for row in rows:
                if row[2] >= since:
                    yield row
