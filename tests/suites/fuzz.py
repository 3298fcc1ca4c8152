"""Every parser against libFuzzer: its corpus, then new inputs (10 000 here, 100 000 with --ci, 100 million in the campaign).

The campaign looks where nobody has looked; the others take the same way each time, so that a change that fails is a change at fault."""

import concurrent.futures
import os
import subprocess
import tempfile

SLOW = ("snapshot_fuzz", "events_fuzz", "expr_fuzz")
# What is freed is kept away from malloc until 16 MB are: 256, unless told, is memory that each target takes page by page.
ENV = {"ASAN_OPTIONS": "quarantine_size_mb=16"}
RUNS = {"check": 10_000, "ci": 100_000, "campaign": 100_000_000}


def same_way():
    """What a program is begun with so that its addresses are the same each time: the fuzzer's choices depend on them."""
    fixed = ["setarch", "-R"]
    return fixed if subprocess.run([*fixed, "true"], capture_output=True).returncode == 0 else []  # a container may forbid it


def fuzz(t, program, corpus):
    """Runs a target from its corpus, which stays as it is. A corpus is read in the order of its names, and once: what the
    order of a folder and the time of reading again decide is another way through the program on each machine."""
    with tempfile.TemporaryDirectory() as found:
        seeds = os.path.join(found, "seeds")
        with open(seeds, "w", encoding="utf-8") as names:
            names.write(",".join(str(f) for f in sorted(corpus.iterdir())))
        os.mkdir(os.path.join(found, "new"))
        explores = t.size == "campaign"
        return t.run(*([] if explores else same_way()), program, f"-runs={RUNS[t.size]}", f"-seed={0 if explores else 1}",
                     "-reload=0", f"-seed_inputs=@{seeds}", "-max_len=4096", "-timeout=20", "-rss_limit_mb=2048",
                     "-print_final_stats=1", "-verbosity=0", f"-artifact_prefix={t.root}/build/checked/{program.stem}-", "new",
                     cwd=found, env=ENV, timeout=1800 if not explores else 400_000)


def run(t):
    if not t.build("fuzz", "fuzz"):
        return
    programs = sorted((t.root / "build" / "fuzz" / "tests" / "fuzz").glob("*_fuzz"))
    programs.sort(key=lambda p: SLOW.index(p.name) if p.name in SLOW else len(SLOW))  # else the last of them is waited for, alone
    targets = [(p, t.root / "tests" / "fuzz" / "corpus" / p.name.removesuffix("_fuzz")) for p in programs]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (program, _), (code, said) in zip(targets, pool.map(lambda a: fuzz(t, *a), targets)):
            t.case(f"{program.name} finds no fault", code == 0, said)
