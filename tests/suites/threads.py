"""The tests of what uses threads (engine, http, what reads ahead, a first load, figures that several ask for, what is
served) with the thread sanitizer (clang)."""

import json

LAYERS = ("engine", "http")
ALONE = ("ahead", "exchange_rows_ahead", "exchange_unpack", "keeper", "kept_figures", "load", "service_writer", "site",
         "warehouse")  # of other layers


def run(t):
    if not t.build("tsan"):
        return
    _, said = t.run("meson", "introspect", "--tests", "build/tsan")
    threaded = [test["name"] for test in json.loads(said)
                if test["name"] in ALONE or any(f"/unit/{l}/" in part for part in test["cmd"] for l in LAYERS)]
    if threaded:
        # One in twenty of the random cases, with --ci one in five: all of them are compared without this sanitizer, which
        # takes ten times as long and more.
        env = {"TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1", "KONTINUA_CHECK_SCALE": str({"check": 0.05, "ci": 0.2}[t.size])}
        t.meson("tsan", *threaded, env=env, slower=8)
    else:
        t.skip("thread sanitizer", "neither engine nor http has a test")
