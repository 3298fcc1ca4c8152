"""The two builds that everything else uses: gcc, warnings are errors."""


# As much as is used of it: link-time optimisation of every test takes minutes.
BENCHES = ("tests/bench/csv_speed", "tests/bench/explain_speed", "tests/bench/ko05", "tests/bench/page_speed",
           "tests/bench/registry_floor")


def run(t):
    t.build("check")
    t.build("release", "src/cli/kontinua", *BENCHES)
