"""Ko05L beside DuckDB on a million persons and six million contacts: ratios, and the same figure."""


def run(t):
    code, said = t.run("python3", "tests/bench/peers.py")
    t.say(said)
    t.case("Kontinua and DuckDB give the same figure", code == 0 and "both say: " in said, said)
