"""Why the continuity index of physicians changed: without the visits that have a trait, by the rules of the measures."""

import collections
import datetime
import itertools
from fractions import Fraction

from figures.files import FOREVER

# In the order in which they are taken out.
TRAITS = ("hired", "drop_in", "departed", "out_of_hours")


class Positions:
    def __init__(self, county):
        self.rows = collections.defaultdict(list)
        for r in county.rows("positions", "staff", "unit", "from"):
            self.rows[r["staff"], r["unit"]].append((r["from"], r["to"] or FOREVER, r["employment"]))

    def on(self, staff, unit, day):
        """How the one is employed there on the day, by the position that began last; None."""
        holding = [r for r in self.rows.get((staff, unit), ()) if r[0] <= day <= r[1]]
        return max(holding)[2] if holding else None

    def traits(self, row, at_end):
        day, minute, unit, staff = row[2][:10], row[2][11:16], row[3], row[4]
        employment = self.on(staff, unit, day)
        closed = datetime.date.fromisoformat(day).weekday() >= 5 or minute and not "08:00" <= minute < "17:00"
        has = {"hired": employment == "hired", "drop_in": row[11] == "drop_in",
               "departed": employment and not self.on(staff, unit, at_end), "out_of_hours": closed}
        return {trait for trait in TRAITS if has[trait]}


class Index:
    """The visits to physicians of the 18 months to a day, of the listed at their unit."""

    def __init__(self, county, positions, since, day):
        self.since, self.day, self.positions = since, day, positions
        self.listed = county.listed_on(day)
        self.visits = collections.defaultdict(list)

    def take(self, person, row):
        day, (unit, staff, profession, form) = row[2][:10], row[3:7]
        if not self.since <= day <= self.day or not staff or profession != "physician":
            return
        listing = self.listed.get(person)
        if form in ("visit", "home_visit") and listing and listing[2] == unit:
            self.visits[person].append((staff, day, self.positions.traits(row, self.day)))

    def value(self, without, unit=None):
        """The mean over persons (at the unit) of Bice and Boxerman's index, exactly."""
        sums, persons = collections.Counter(), 0
        for person, visits in self.visits.items():
            if unit and self.listed[person][2] != unit:
                continue
            met = {(staff, day) for staff, day, traits in visits if not traits & without}
            n = len(met)
            if n >= 3:
                sums[n * (n - 1)] += sum(x * x for x in collections.Counter(s for s, _ in met).values()) - n
                persons += 1
        return sum(Fraction(p, q) for q, p in sums.items()) / persons


def parts(county, years, units):
    """By unit (None: the county): what each trait's visits do to the change between the ends of two years."""
    positions = Positions(county)
    sides = [Index(county, positions, f"{y - 1}-07-01", f"{y}-12-31") for y in years]
    for row in county.contacts(sides[0].since):
        for side in sides:
            side.take(county.newest[row[1]], row)
    found = {}
    for unit in units:
        steps = [set(TRAITS[:i]) for i in range(len(TRAITS) + 1)]
        changes = [sides[1].value(step, unit) - sides[0].value(step, unit) for step in steps]
        found[unit] = {trait: a - b for trait, (a, b) in zip(TRAITS, itertools.pairwise(changes))}
        found[unit] |= {"change": changes[0], "other": changes[-1]}
    return found
