"""Figures of access, of care at other places and of invitations at year-ends, by the rules of the measures."""

import collections
import datetime
import itertools

from figures import clinical, tables

LICENSED = {"physician", "nurse", "physiotherapist", "occupational_therapist", "psychologist", "counsellor",
            "dietitian", "midwife"}
ASSESSING = {"visit", "home_visit", "video", "phone", "letter"}
PHYSICAL = ("visit", "home_visit")


def is_in_time(sought, day):
    """Asked for at most three calendar days before, and not after."""
    if not sought:
        return False
    waited = datetime.date.fromisoformat(day) - datetime.date.fromisoformat(sought)
    return 0 <= waited.days <= 3


class Year:
    """What is counted of the contacts of a year, which are all that it takes."""

    def __init__(self, county, year):
        self.year, self.listed = str(year), county.listed_on(f"{year}-12-31")
        self.units, self.months = (collections.defaultdict(lambda: [0, 0]) for _ in range(2))
        self.covered = self.visits = 0

    def take(self, person, day, row):
        _, _, _, unit, _, profession, form, level, problem, sought, assessed, _ = row
        if form in PHYSICAL and person in self.listed:
            self.visits += 1
            self.covered += level == "primary"
        if problem in ("new", "worsened") and assessed == "yes" and profession in LICENSED and form in ASSESSING:
            in_time = is_in_time(sought, day)
            for part in (self.units[unit], self.months[unit, day[:7]]):
                part[0] += in_time
                part[1] += 1

    def figures(self):
        return {("coverage", "percent"): 100 * self.covered / self.visits} | tables.shares(
            "access3", self.units, self.months)


def talks(county, year, listed):
    """Of those who turn 40, 50, 60 or 70: who is invited, who has had the talk."""
    invited, talked = collections.defaultdict(set), collections.defaultdict(set)
    for person, programme, on, performed in clinical.rows(
            county, "invitations", ("programme", "invited_on", "performed_on")):
        for day, found in ((on, invited), (performed, talked)):
            if day and day <= f"{year}-12-31":
                found[person].add(programme)
    cohort = {}
    for person in listed:
        born = county.people[person]["birth_date"]
        if born and year - int(born[:4]) in (40, 50, 60, 70):
            cohort[person] = f"health_talk_{year - int(born[:4])}"
    return {("health_talk_invited", "percent"):
            100 * sum(programme in invited[p] for p, programme in cohort.items()) / len(cohort),
            ("health_talk_done", "percent"):
            100 * sum(programme in talked[p] for p, programme in cohort.items()) / len(cohort)}


def referrals(county, year, listed):
    """Referrals to the emergency department in the year, of those listed at its end; visits there are not counted."""
    return sum(person in listed and to == "emergency" and day[:4] == str(year)
               for person, day, to in clinical.rows(county, "referrals", ("date", "to")))


def reviews(county, year, listed):
    """Persons in special housing or with home care at the year's end who have had a review of their drugs in it: a
    basic one, and a full one, each counted."""
    last = f"{year}-12-31"
    cared_for = {person for person, first, to in clinical.rows(county, "residences", ("from", "to"))
                 if first <= last and (not to or to >= last) and person in listed}
    return len({(person, code) for person, day, code in clinical.rows(county, "procedures", ("date", "code"))
                if code in ("XV015", "XV016") and day[:4] == str(year) and person in cared_for})


def figures(county, counted):
    """From the years that have taken all contacts."""
    found = {f"{c.year}-12": c.figures() | talks(county, int(c.year), c.listed) for c in counted}
    for before, now in itertools.pairwise(counted):
        sent, reviewed = ([count(county, int(c.year), c.listed) for c in (before, now)]
                          for count in (referrals, reviews))
        rates = [n / len(c.listed) for n, c in zip(sent, (before, now))]
        found[f"{now.year}-12"] |= {
            ("ed_referrals", "more_and_oftener"): sent[0] < sent[1] and rates[0] < rates[1],
            ("med_review_basic+med_review_full", "more"): reviewed[0] < reviewed[1]}
    return found
