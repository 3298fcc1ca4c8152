"""Who uses whom, read off the object files: layers, foreign libraries, mutable globals.

layers.csv says which layers a layer may use; foreign.csv which files may use a symbol that is
not ours, or not every layer's (a path that ends with / is a folder, no path: nobody). The build without link-time
optimisation is read (build/check), by nm; where a name is defined in two layers, the first counts.
"""

import csv
import re
import subprocess

import tree


def table(root, name):
    with open(root / "tests" / "checks" / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def objects(root):
    """(source path, object path) of every source of a layer that has been built; the others as (path, None)."""
    for path in tree.files(root, ".c", under="src"):
        layer, inside = path.parts[1], "_".join(path.parts[2:])
        folder = root / "build" / "check" / "src" / layer
        # libengine_avx2.a.p: of a layer, but compiled otherwise
        found = sorted(p for p in folder.glob(f"*/{inside}.o") if re.match(rf"lib{layer}(_\w+)?\.a\.p$|kontinua\.p$", p.parent.name))
        yield path, found[0] if found else None


def symbols(thing):
    """(name, section) of an object's symbols; section is *UND* for those that it uses."""
    said = subprocess.run(["objdump", "-t", str(thing)], text=True, capture_output=True, check=True).stdout
    for line in said.splitlines():
        # address, seven flags, section, tab, size, name
        found = re.match(r"^[0-9a-f]+ (.{7}) (\S+)\t[0-9a-f]+ +(?:\.\w+ +)?(\S+)$", line)
        if found and "d" not in found[1]:
            yield found[3], found[2]


def allowed(path, places):
    return any(str(path) == p or (p.endswith("/") and str(path).startswith(p)) for p in places.split())


def foreign_faults(root, used):
    for row in table(root, "foreign.csv"):
        pattern = re.compile(row["symbol"])
        for path, names in used.items():
            for name in sorted(n for n in names if pattern.fullmatch(n)):
                if not allowed(path, row["allowed"]):
                    yield f"{path}: uses {name}: {row['why']}"


def layer_faults(root, used, home):
    uses = {row["layer"]: set(row["uses"].split()) for row in table(root, "layers.csv")}
    for path, names in used.items():
        layer = path.parts[1]
        if layer not in uses:
            yield f"{path}: layers.csv has no layer {layer}"
            continue
        for name in sorted(names):
            other = home.get(name)
            if other and other != layer and other not in uses[layer]:
                yield f"{path}: {layer} must not use {other} ({name})"


def faults(root):
    used, home = {}, {}
    for path, thing in objects(root):
        if thing is None:
            yield f"{path}: is built into nothing (no object in build/check)"
            continue
        used[path] = set()
        for name, section in symbols(thing):
            if section == "*UND*":
                used[path].add(name)
            else:
                home.setdefault(name, path.parts[1])
            if re.match(r"\.(data|bss|tdata|tbss)(\.|$)", section) and not section.startswith(".data.rel.ro"):
                yield f"{path}: {name} is a variable outside a function's life"
    yield from layer_faults(root, used, home)
    yield from foreign_faults(root, used)


TABLES = {"tests/checks/layers.csv": "layer,uses\ncore,\ndomain,core\n",
          "tests/checks/foreign.csv": "symbol,allowed,why\ngetenv,,not here\n"}


def prepare(root):
    """Compiles a planted tree, so that there is something to read."""
    for path in tree.files(root, ".c", under="src"):
        folder = root / "build" / "check" / "src" / path.parts[1] / f"lib{path.parts[1]}.a.p"
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["gcc", "-c", "-w", "-o", folder / f"{path.name}.o", root / path], check=True)


PLANTED = [
    ({**TABLES, "src/core/a.c": "int g(void); int f(void) { return g(); }\n",
      "src/domain/b.c": "int g(void) { return 1; }\n"}, "src/core/a.c: core must not use domain (g)"),
    ({**TABLES, "src/core/a.c": 'char *getenv(const char *); char *f(void) { return getenv("A"); }\n'},
     "uses getenv: not here"),
    ({**TABLES, "src/core/a.c": "static int n; int f(void) { return n++; }\n"}, "n is a variable"),
]
