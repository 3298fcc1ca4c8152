"""Every unit test and fuzz corpus again, with address and undefined-behaviour sanitizers (clang).

Each random case takes about twice as long; there are half as many of them with --ci, all being in the unit suite."""

# Twice the memory is fine, a leak is not; a second copy of a global is a fault of the build.
ENV = {"ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1",
       "UBSAN_OPTIONS": "print_stacktrace=1"}


def run(t):
    if t.build("sanitize"):
        t.meson("sanitize", env=ENV | {"KONTINUA_CHECK_SCALE": str(max(1, t.scale // 2))}, slower=4)
