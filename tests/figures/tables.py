"""Figures of the tables that units report by month or year: calls, staffing, hired physicians, economy, CNI."""

import collections
import csv

WEIGHTS = {"over65_alone": 6.15, "foreign_born": 5.72, "unemployed": 5.13, "single_parent": 4.19, "moved": 4.19,
           "low_education": 3.97, "under5": 3.23}
REVENUE = ("revenue", "out_of_county_revenue")
STAFF = ("personnel", "hired_staff")  # which the report prints together


def rows(county, table):
    with open(county.folder / f"{table}.csv", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def shares(measure, units, months):
    """The figures of a share: of the county, its extreme units, and their extreme months."""
    parts = [100 * n / d for n, d in units.values() if d]
    number, of = (sum(x[i] for x in units.values()) for i in (0, 1))
    found = {(measure, "percent"): 100 * number / of, (measure, "smallest_unit_percent"): min(parts),
             (measure, "largest_unit_percent"): max(parts)}
    if months:
        parts = [100 * n / d for n, d in months.values() if d]
        found |= {(measure, "smallest_month_percent"): min(parts), (measure, "largest_month_percent"): max(parts)}
    return found


def calls(county, year):
    units, months = collections.defaultdict(lambda: [0, 0]), {}
    for r in rows(county, "calls"):
        if r["month"][:4] == year and r["telephony"] == "yes":
            months[r["unit"], r["month"]] = (int(r["answered_same_day"]), int(r["calls"]))
            units[r["unit"]][0] += int(r["answered_same_day"])
            units[r["unit"]][1] += int(r["calls"])
    return shares("access0", units, months)


def staffing(county, year):
    """Units with more than half specialists in general medicine, and with more than half district nurses."""
    time = collections.defaultdict(float)
    months = collections.defaultdict(set)
    for r in rows(county, "staffing"):
        if r["month"][:4] == year:
            time[r["unit"], r["category"]] += float(r["fte"])
            months[r["unit"]].add(r["month"])
    found = {}
    for measure, having, other in (("specialist_share", "specialist_gp", "physician_other"),
                                   ("district_nurse_share", "district_nurse", "nurse_other")):
        found[measure, "units_over_half"] = sum(time[u, having] > time[u, other] for u in months)
    return found


def hired_weeks(county, year):
    """Of physicians."""
    return {("hired_weeks", "value"): sum(float(r["weeks"]) for r in rows(county, "hired_weeks")
                                          if r["profession"] == "physician" and r["year"] == year)}


def economy(county, year):
    """Of the units that the region runs."""
    outcome, budget = collections.Counter(), collections.Counter()
    for r in rows(county, "economy"):
        if r["closed"] == "yes" and county.units[r["unit"]]["operator"] == "region":
            for account in [r["account"]] + [STAFF] * (r["account"] in STAFF):
                outcome[r["year"], account] += float(r["outcome_tkr"])
                budget[r["year"], account] += float(r["budget_tkr"])
    found = {}
    for account in {a for _, a in outcome}:
        now, before = outcome[year, account], outcome[str(int(year) - 1), account]
        spare = budget[year, account] - now
        names = [f"economy_{a}" for a in (account if account == STAFF else [account])]
        found["+".join(names), "region_change"] = now - before
        found["+".join(names), "region_change_percent"] = 100 * (now - before) / before
        found["+".join(f"{n}_deviation" for n in names), "region_value"] = -spare if account in REVENUE else spare
    return found


def cni(county, year):
    index = {}
    for r in rows(county, "cni"):
        if r["year"] == year:
            index[r["unit"]] = sum(w * int(r[f]) for f, w in WEIGHTS.items()) / int(r["population"])
    nation = index.pop("SE")
    least, most = min(index.values()) / nation, max(index.values()) / nation
    return {("cni", "smallest_unit"): least, ("cni", "largest_unit"): most, ("cni", "spread"): most - least}


def figures(county, year):
    found = {}
    for part in (calls, staffing, hired_weeks, economy, cni):
        found |= part(county, str(year))
    return found
