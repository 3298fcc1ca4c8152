"""What the registry's speed is held to, by the programs of tests/bench that measure it."""

import re

# program, what it prints, the least or most that it may be, in words
GOALS = [
    ("listing_speed", r"listing / bare: ([0-9.]+)", "at least", 1 / 3, "of a bare loop of inserts and commits: single listings"),
    ("listing_speed", r"together / bare: ([0-9.]+)", "at least", 1 / 3, "of the same loop: single listings that 16 ask for"),
    ("who_speed", r"who:  ([0-9.]+) us", "at most", 50, "us: who is this person's doctor now"),
    ("move_speed", r"move:    ([0-9.]+) s", "at most", 1, "s: a panel of 1 500 moves"),
    ("area_speed", r"listed:  ([0-9.]+) s", "at most", 20, "s: everybody is listed by area"),
]
LOG = ("access_log_speed", r"verified ([0-9.]+) s", 5)


def measured(t, build, name, *argv):
    code, said = t.run(t.root / "build" / build / "tests/bench" / name, *argv)
    t.say(f"{name}\n{said}")
    return code, said


def hold(t, build, name, home):
    """What the program of a build prints of an instance, which it changes, beside the goals."""
    code, said = measured(t, build, name, home)
    for _, pattern, way, limit, words in (goal for goal in GOALS if goal[0] == name):
        found = re.search(pattern, said)
        value = float(found[1]) if found else None
        good = code == 0 and value is not None and (value >= limit if way == "at least" else value <= limit)
        t.case(f"{way} {limit:.2g} {words}", good, said)


def hold_log(t, build, folder):
    code, said = measured(t, build, LOG[0], folder)
    found = re.search(LOG[1], said)
    t.case(f"at most {LOG[2]} s: a million entries of the log are verified", code == 0 and found and float(found[1]) <= LOG[2], said)
