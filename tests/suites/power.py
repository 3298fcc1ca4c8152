"""Power cuts, kills and failures: what was done is there, what was not is there whole or not at all (docs/developer/durability.md)."""

# As reliability has them: cuts, kills, one in so many calls on the disk, allocations of each kind.
NUMBERS = {"check": (2_000, 10, 10, 50), "ci": (20_000, 100, 1, 500), "campaign": (1_000_000, 1_000, 1, 100_000)}


def run(t):
    programs = [f"tests/power/{name}" for name in ("power", "killed", "faults")]
    if not t.build("check", *programs):
        return
    cuts, kills, one_in, allocations = NUMBERS[t.size]
    for name, words in (("power", (0, cuts)), ("killed", (kills,)), ("faults", (one_in, allocations))):
        code, said = t.run(t.root / "build" / "check" / "tests" / "power" / name, *words, timeout=200_000)
        t.say("\n".join(line for line in said.splitlines() if line.startswith("# ")))
        t.tap(name, said, code)
