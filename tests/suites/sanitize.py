"""Every unit test and fuzz corpus again, with address and undefined-behaviour sanitizers (clang).

Everything takes about three times as long. Of random cases, and of calls that fail each in its turn, ./check tries one
in six (tests/unit/core/how_many.h); with --ci there are half as many random cases. All of both are in the unit suite."""

# Twice the memory is fine, a leak is not; a second copy of a global is a fault of the build.
# What is freed is kept away from malloc until 16 MB are (256 unless told, which costs a third of the time).
ENV = {"ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1:quarantine_size_mb=16",
       "UBSAN_OPTIONS": "print_stacktrace=1"}


def run(t):
    if t.build("sanitize"):
        scale = 1 / 6 if t.size == "check" else t.scale / 2
        t.meson("sanitize", env=ENV | {"KONTINUA_CHECK_SCALE": str(scale)}, slower=4)
