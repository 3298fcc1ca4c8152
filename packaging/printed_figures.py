"""What the annual report prints, by rule from what `kontinua measure` prints.

data/printed_figures.csv says which figure of which measure is printed of which period; RULES below
say what each kind of figure is. A measure "a+b" is the sum of both. Everything is exact: from
numerators and denominators, rounded only to be compared. `./run` shows the figures
(county_table.py), and the tests compare them (tests/suites/demo.py).
"""

import collections
import csv
import pathlib
from fractions import Fraction

ROOT = pathlib.Path(__file__).resolve().parent.parent
LEVELS = ("county", "operator", "unit")
MONTHS = 24  # month-ends to December of 2023 are all that is asked about
WEEK = "2021-W48"


def printed():
    """The rows of data/printed_figures.csv, in its order."""
    with open(ROOT / "data" / "printed_figures.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def rounded(value, like):
    """`value` as text with as many decimals as `like` has, half away from zero."""
    places = len(like.partition(".")[2])
    n = int(abs(value) * 10**places + Fraction(1, 2))
    text = f"{n:0{places + 1}d}"
    text = text[:-places] + "." + text[-places:] if places else text
    return ("-" if value < 0 and n else "") + text


def written(value, like):
    """`value` as the report writes it: rounded like `like`, or in a word."""
    return ("yes" if value else "no") if isinstance(value, bool) else rounded(value, like)


def exact(row):
    """A row's figure itself, not its 15 digits; None where it is missing."""
    return None if row["missing"] else Fraction(row["numerator"]) / Fraction(row["denominator"])


def before(period):
    """The same month of the year before."""
    return f"{int(period[:4]) - 1}{period[4:]}"


class Figures:
    """Rows of `kontinua measure` at LEVELS, and of `kontinua saebo`."""

    def __init__(self, rows, week=()):
        self.figure, self.number = {}, {}
        self.units = collections.defaultdict(list)
        for row in rows:
            measure, period, value = row["measure"], row["period"], exact(row)
            place = row["id"] if row["level"] == "operator" else row["level"]
            if value is None:
                continue
            if place == "unit":
                self.units[measure, period].append(value)
            else:
                self.figure[place, measure, period] = value
                self.number[place, measure, period] = Fraction(row["numerator"])
        for row in week:
            if row["level"] == "county":
                self.figure |= {("county", f"saebo_week.{c}", row["week"]): Fraction(row[c]) for c in OF_WEEK}

    def of(self, place, measure, period):
        return sum(self.figure[place, m, period] for m in measure.split("+"))

    def count(self, measure, period):
        """The county's numerator."""
        return sum(self.number["county", m, period] for m in measure.split("+"))

    def months(self, measure, period):
        """Every month of every unit, of the year that ends with the period."""
        year = [f"{period[:5]}{month:02d}" for month in range(1, 13)]
        return [value for month in year for value in self.units[f"{measure}_month", month]]

    def computed(self, row):
        """The figure of a row of printed(); None where one that it is made of is missing."""
        try:
            return RULES[row["figure"]](self, row["measure"], row["period"])
        except (KeyError, ValueError):
            return None


def county(f, m, p):
    return f.of("county", m, p)


def region(f, m, p):
    return f.of("region", m, p)


def external_percent(f, m, p):
    return 100 * f.of("external", m, p) / county(f, m, p)


def change(rule, f, m, p):
    return rule(f, m, p) - rule(f, m, before(p))


def change_percent(rule, f, m, p):
    return 100 * change(rule, f, m, p) / rule(f, m, before(p))


def more(f, m, p):
    return f.count(m, p) > f.count(m, before(p))


def of_week(column):
    return lambda f, m, p: county(f, f"{m}.{column}", p)


def of_places(column):
    return lambda f, m, p: 100 * county(f, f"{m}.{column}", p) / county(f, f"{m}.places", p)


OF_WEEK = ("places", "named_doctor", "named_care_contact")
RULES = {
    "value": county,
    "percent": lambda f, m, p: 100 * county(f, m, p),
    "change": lambda f, m, p: change(county, f, m, p),
    "change_percent": lambda f, m, p: change_percent(county, f, m, p),
    "change_points": lambda f, m, p: 100 * change(county, f, m, p),
    "more": more,
    "more_and_oftener": lambda f, m, p: more(f, m, p) and change(county, f, m, p) > 0,
    # of those that the region runs, and others
    "region_value": region,
    "region_change": lambda f, m, p: change(region, f, m, p),
    "region_change_percent": lambda f, m, p: change_percent(region, f, m, p),
    "region_percent": lambda f, m, p: 100 * region(f, m, p) / county(f, m, p),
    "external_percent": external_percent,
    "external_change_points": lambda f, m, p: change(external_percent, f, m, p),
    # of units, and of their months
    "units": lambda f, m, p: Fraction(sum(value > 0 for value in f.units[m, p])),
    "units_over_half": lambda f, m, p: Fraction(sum(value > Fraction(1, 2) for value in f.units[m, p])),
    "smallest_unit": lambda f, m, p: min(f.units[m, p]),
    "largest_unit": lambda f, m, p: max(f.units[m, p]),
    "spread": lambda f, m, p: max(f.units[m, p]) - min(f.units[m, p]),
    "smallest_unit_percent": lambda f, m, p: 100 * min(f.units[m, p]),
    "largest_unit_percent": lambda f, m, p: 100 * max(f.units[m, p]),
    "smallest_month_percent": lambda f, m, p: 100 * min(f.months(m, p)),
    "largest_month_percent": lambda f, m, p: 100 * max(f.months(m, p)),
    # of the week that `kontinua saebo` counts
    **{column: of_week(column) for column in OF_WEEK},
    **{f"{column}_percent": of_places(column) for column in OF_WEEK[1:]},
}
