"""Every unit test and fuzz corpus again, with address and undefined-behaviour sanitizers (clang)."""

# Twice the memory is fine, a leak is not; a second copy of a global is a fault of the build.
ENV = {"ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1",
       "UBSAN_OPTIONS": "print_stacktrace=1"}


def run(t):
    if t.build("sanitize"):
        t.meson("sanitize", env=ENV, slower=4)
