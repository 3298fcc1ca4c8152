"""Every unit test and fuzz corpus again, with address and undefined-behaviour sanitizers (clang).

Everything takes about three times as long. Of random cases, and of calls that fail each in its turn, ./check tries one
in six (tests/unit/core/how_many.h), --ci one in three; all of both are in the unit suite. The campaign tries each call,
and five times as many random cases."""

SCALES = {"check": 1 / 6, "ci": 1 / 3, "campaign": 5}

# Twice the memory is fine, a leak is not; a second copy of a global is a fault of the build.
# What is freed is kept away from malloc until 16 MB are (256 unless told, which costs a third of the time).
ENV = {"ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1:quarantine_size_mb=16",
       "UBSAN_OPTIONS": "print_stacktrace=1"}


def run(t):
    if t.build("sanitize"):
        # A campaign takes hours: nothing is stopped there that takes its time.
        t.meson("sanitize", env=ENV | {"KONTINUA_CHECK_SCALE": str(SCALES[t.size])},
                slower=4 if t.size != "campaign" else 40)
