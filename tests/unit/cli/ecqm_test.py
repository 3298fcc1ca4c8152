"""The two definitions of docs/developer/ecqm.md over FHIR bulk files: `import`, then `measure`, against tests/spec/ecqm.csv.

    ecqm_test.py KONTINUA

A person a unit, so that a unit's figure is the person's; the last line is the county. The definitions are in no way those
of the program: they and their code sets stand in the home's folder `measures`, and are in the common form.
"""

import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[3]
SPEC = ROOT / "tests" / "spec" / "ecqm.csv"
FILES = ROOT / "tests" / "spec" / "ecqm"
PAGE = ROOT / "docs" / "developer" / "ecqm.md"
DEFINITIONS = ROOT / "docs" / "developer" / "examples" / "ecqm"
AS_OF = "2023-12-31"
# By measure: the columns of what stands below and above.
FIGURES = {
    "ecqm_bp_controlled": ("with_hypertension", "controlled"),
    "ecqm_bp_lowest_of_day": ("with_hypertension", "lowest_controlled"),
    "ecqm_hba1c_over_9": ("with_diabetes", "over_9"),
}


def run(program, *arguments):
    done = subprocess.run([program, *map(str, arguments), "--lang", "en"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"Bail out! {' '.join(map(str, arguments))}: {done.stdout}{done.stderr}")
    return done.stdout


def figures(program, home):
    """By measure and place, what stands below and above."""
    found = {}
    for level in ("unit", "county"):
        out = run(program, "measure", "--home", home, "--as-of", AS_OF, "--measure", ",".join(FIGURES), "--by", level,
                  "--format", "csv")
        for row in csv.DictReader(out.splitlines()):
            found[row["measure"], row["id"]] = (row["denominator"], row["numerator"])
    return found


def astray():
    """What the page shows of the files and no file says."""
    files = [path.read_text(encoding="utf-8") for path in sorted(DEFINITIONS.rglob("*.*"))]
    blocks = re.findall(r"^```\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    return [b for b in blocks if not b.startswith("kontinua ") and not any(b in text for text in files)]


def main(program):
    with open(SPEC, encoding="utf-8", newline="") as file:
        specs = list(csv.DictReader(file))
    run(program, "check", DEFINITIONS)
    run(program, "fmt", "--check", DEFINITIONS)
    with tempfile.TemporaryDirectory(prefix="kontinua-ecqm-") as place:
        home = pathlib.Path(place) / "home"
        run(program, "init", "--home", home, "--region", "jamtland")
        shutil.copytree(DEFINITIONS, home / "measures")
        run(program, "import", "--home", home, FILES)
        found = figures(program, home)
    print(f"1..{len(specs) * len(FIGURES) + 1}")
    number, wrong = 1, len(astray())
    print(f"{'not ok' if wrong else 'ok'} 1 - the page shows what the files say")
    for block in astray():
        print("".join(f"# {line}\n" for line in block.splitlines()), end="")
    for spec in specs:
        unit = spec["unit"] if spec["unit"].isdigit() else f"SE0000000000-{spec['unit']}"
        for measure, columns in FIGURES.items():
            number += 1
            wanted, got = tuple(spec[c] for c in columns), found.get((measure, unit))
            print(f"{'ok' if got == wanted else 'not ok'} {number} - {measure}: {spec['person']}")
            if got != wanted:
                wrong += 1
                print(f"# {unit}: {got}, not {wanted}, in the denominator and the numerator")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
