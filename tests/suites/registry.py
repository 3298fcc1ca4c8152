"""How fast the registry is, in a county: single listings beside a bare loop, a panel, an area, a doctor asked for, the log."""

import shutil
import tempfile
from pathlib import Path

from figures import speed

def run(t):
    names = dict.fromkeys(goal[0] for goal in speed.GOALS)
    if not t.build("release", "src/cli/kontinua", *(f"tests/bench/{name}" for name in [*names, speed.LOG[0]])):
        return
    with tempfile.TemporaryDirectory(dir=t.root / "build") as folder:
        made = Path(folder) / "made"
        if not t.program("a county is made", t.root / "build/release/src/cli/kontinua", "demo", "--home", made):
            return
        for name in names:
            home = Path(folder) / name
            shutil.copytree(made, home)
            speed.hold(t, "release", name, home)
            shutil.rmtree(home)
        speed.hold_log(t, "release", Path(folder) / "log")
