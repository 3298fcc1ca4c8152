"""Beside DuckDB: Ko05L of a million persons, and all measures of a county at 36 month-ends: ratios, and the same figures."""


def run(t):
    code, said = t.run("python3", "tests/bench/peers.py")
    t.say(said)
    t.case("Kontinua and DuckDB give the same figure", code == 0 and "both say: " in said, said)
    code, said = t.run("python3", "tests/bench/county_peers.py")
    t.say(said)
    t.case("Kontinua and DuckDB give the same figures of a county", code == 0 and said.count("the same ") == 2, said)
