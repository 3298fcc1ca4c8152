"""The unit tests of every layer, and the fuzz corpora replayed."""


def run(t):
    if t.build("check"):
        t.meson("check")
