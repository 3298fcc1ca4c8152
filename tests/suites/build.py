"""The two builds that everything else uses: gcc, warnings are errors."""


def run(t):
    t.build("check")
    t.build("release")
