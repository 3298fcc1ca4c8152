"""Every parser against libFuzzer: its corpus, then new inputs (10 000 here, 100 000 with --ci, 100 million in the campaign).

The campaign looks where nobody has looked; the others take the same way each time, so that a change that fails is a change at fault."""

import concurrent.futures
import os
import pathlib
import shutil
import tempfile

SLOW = ("snapshot_fuzz", "events_fuzz")
RUNS = {"check": 10_000, "ci": 100_000, "campaign": 100_000_000}


def fuzz(t, program, corpus):
    """Runs a target on a copy of its corpus, so that what it finds does not grow the tree."""
    with tempfile.TemporaryDirectory() as found:
        inputs = pathlib.Path(found) / "corpus"
        shutil.copytree(corpus, inputs)
        seed = 0 if t.size == "campaign" else 1  # 0: by the time
        return t.run(program, f"-runs={RUNS[t.size]}", f"-seed={seed}", "-max_len=4096", "-timeout=20", "-rss_limit_mb=2048",
                     "-print_final_stats=1", "-verbosity=0", f"-artifact_prefix={t.root}/build/checked/{program.stem}-",
                     inputs, cwd=found, timeout=1800 if t.size != "campaign" else 400_000)


def run(t):
    if not t.build("fuzz", "fuzz"):
        return
    programs = sorted((t.root / "build" / "fuzz" / "tests" / "fuzz").glob("*_fuzz"))
    programs.sort(key=lambda p: p.name not in SLOW)  # else the last of them is waited for, alone
    targets = [(p, t.root / "tests" / "fuzz" / "corpus" / p.name.removesuffix("_fuzz")) for p in programs]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (program, _), (code, said) in zip(targets, pool.map(lambda a: fuzz(t, *a), targets)):
            t.case(f"{program.name} finds no fault", code == 0, said)
