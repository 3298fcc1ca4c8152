"""The tests of what uses threads (engine, http, what reads ahead, a first load, figures that several ask for, who writes
for many, what is served) with the thread sanitizer (clang)."""

import json
import subprocess

LAYERS = ("engine", "http")
ALONE = ("ahead", "exchange_rows_ahead", "exchange_unpack", "keeper", "kept_figures", "load", "service_writer", "site",
         "warehouse")  # of other layers
# Starts none, though what it needs could; has no more of threads than eval_random, and takes ten times as long.
NOT = ("expr_text", "eval_random_found")
# Of the random cases: all of them are compared without this sanitizer, which takes ten times as long and more.
SCALE = {"check": 0.05, "ci": 0.1}


def may_start_threads(program):
    """Of a layer's objects a test has those that it needs."""
    return "pthread_create" in subprocess.run(["nm", "-D", program], text=True, capture_output=True, check=True).stdout


def run(t):
    if not t.build("check") or not t.build("tsan", "build.ninja"):
        return
    _, said = t.run("meson", "introspect", "--tests", "build/tsan")
    folder, threaded = t.root / "build" / "tsan", {}
    for test in json.loads(said):
        program = test["cmd"][0].removeprefix(f"{folder}/")
        of_layer = any(f"/unit/{layer}/" in test["cmd"][0] for layer in LAYERS)
        if test["name"] in ALONE or (of_layer and test["name"] not in NOT and may_start_threads(t.root / "build" / "check" / program)):
            threaded[test["name"]] = program
    if not all(name in threaded for name in ALONE):
        t.case("the tests of ALONE are there", False, ", ".join(n for n in ALONE if n not in threaded))
    elif t.build("tsan", *threaded.values()):
        env = {"TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1", "KONTINUA_CHECK_SCALE": str(SCALE[t.size])}
        t.meson("tsan", *threaded, env=env, slower=8)
