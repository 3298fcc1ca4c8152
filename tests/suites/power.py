"""Power cuts, kills and failures: what was done is there, what was not is there whole or not at all (docs/developer/durability.md)."""

import concurrent.futures

# As many as reliability asks for: cuts, kills, one in so many calls on the disk, allocations of each kind; kills of who
# does acts, and random histories.
NUMBERS = {"check": (2_000, 10, 10, 50, 5, 100), "ci": (20_000, 100, 1, 500, 50, 1_000),
           "campaign": (1_000_000, 1_000, 1, 100_000, 1_000, 100_000)}
# Random histories of the rules alone, without a registry: as many as of those with one, of the thousand that `unit` tries.
OF_RULES = ("listing_random_test", "contact_random_test")
OF_RULES_TIMES = 100


def run(t):
    names = ("power", "killed", "faults", "killed_acts", "histories")
    of_rules = OF_RULES if t.size == "campaign" else ()  # else they are tried by `unit`
    targets = [f"tests/power/{name}" for name in names] + [f"tests/unit/domain/{name}" for name in of_rules]
    if not t.build("check", *targets):
        return
    cuts, kills, one_in, allocations, acts, histories = NUMBERS[t.size]
    folder = t.root / "build" / "check" / "tests" / "power"

    def tried(name, *words):
        return name, t.run(folder / name, *words, timeout=200_000)

    done = [tried("power", 0, cuts)]  # on all processors; each of the others on one
    for name in of_rules:
        t.program(f"{name}: {OF_RULES_TIMES} times as many", t.root / "build" / "check" / "tests" / "unit" / "domain" / name,
                  env={"KONTINUA_CHECK_SCALE": str(OF_RULES_TIMES)}, timeout=20_000)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        done += [f.result() for f in (pool.submit(tried, "killed", kills),
                                      pool.submit(tried, "faults", one_in, allocations),
                                      pool.submit(tried, "killed_acts", acts),
                                      pool.submit(tried, "histories", histories))]
    for name, (code, said) in done:
        t.say("\n".join(line for line in said.splitlines() if line.startswith("# ")))
        t.tap(name, said, code)
