"""A nation as one load, within the memory that the manual says beforehand (docs/operator/import.md); its figures beside DuckDB."""

import csv
import os
import shutil
import subprocess
import tempfile
import time

# Persons, contacts, units: of the campaign the nation itself.
SIZES = {"check": (10_500, 100_000, 20), "ci": (105_000, 1_000_000, 100), "campaign": (10_500_000, 100_000_000, 1_200)}
STAFF_OF_UNIT = 34  # tests/bench/region.c
# What the manual says of memory, in bytes.
OF_IDENTIFIER, OF_CONTACT_AGAIN, BESIDES = 180, 27, 100_000_000
# Of the disk: its lines in the files; rows that wait, in the registry, and in SQLite's log; the segment.
PERSON_ON_DISK, CONTACT_ON_DISK = 100 + 3 * 250, 100 + 35
# What DuckDB may take of memory for a contact, what it then holds, and what it writes beside; seen of a tenth of a nation.
DUCKDB_MAY, DUCKDB_HOLDS, DUCKDB_WRITES, DUCKDB_BESIDES = 100, 130, 60, 500_000_000
LOOK_EVERY = 0.02  # seconds between two looks at its memory
NIGHT = 1_000  # one contact in so many comes again, as a night's corrections


def free_memory():
    """What the system could give, in bytes."""
    with open("/proc/meminfo", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("MemAvailable:"))


def gigabytes(number):
    return f"{number / 1e9:.2f} GB"


def has_room(t, folder, what, disk, memory):
    has_disk, has_memory = shutil.disk_usage(folder).free, free_memory()
    t.say(f"nation: {what} need {gigabytes(disk)} on the disk ({gigabytes(has_disk)} are free) "
          f"and {gigabytes(memory)} of memory ({gigabytes(has_memory)} are)")
    return disk < has_disk and memory < has_memory


def is_room(t, folder, persons, contacts, memory):
    disk = persons * PERSON_ON_DISK + contacts * CONTACT_ON_DISK + BESIDES
    return t.case("disk and memory have room",
                  has_room(t, folder, f"{persons:,} persons and {contacts:,} contacts", disk, memory))


def own_memory(process):
    """Of a process that runs, in bytes: without files that are mapped, which the system takes back when it wants."""
    try:
        with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
            return next((int(line.split()[1]) * 1024 for line in file if line.startswith("RssAnon:")), 0)
    except OSError:
        return 0


class Instance:
    def __init__(self, t, folder):
        self.t, self.home = t, f"{folder}/home"
        self.env = dict(os.environ, SQLITE_TMPDIR=folder)

    def said(self, *words):
        """Exit code, standard output, the greatest memory of its own in bytes, and its seconds of processor."""
        argv = [str(self.t.root / "build" / "release" / "src" / "cli" / "kontinua"), *map(str, words),
                "--home", self.home, "--today", "2024-01-15", "--lang", "en"]
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=self.env)
            most, ended = 0, 0
            while not ended:
                most = max(most, own_memory(process))
                ended, status, used = os.wait4(process.pid, os.WNOHANG)
                time.sleep(0 if ended else LOOK_EVERY)
            code = process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            text = out.read()
            self.t.log.write(f"$ {' '.join(argv)}\n{text}{err.read()}[exit {code}]\n")
        return code, text, most, used.ru_utime + used.ru_stime


def loads(t, instance, name, files, expected, said):
    """One load: all rows taken, none rejected, and no more memory than is said."""
    code, text, memory, seconds = instance.said("import", files, "--format", "csv")
    rows = {row["table"]: (row["fate"], int(row["rows"]), int(row["rejects"])) for row in csv.DictReader(text.splitlines())}
    t.case(f"{name}: every row is taken", code == 0 and rows == {k: ("read", v, 0) for k, v in expected.items()},
           f"exit {code}: {rows}, not {expected}")
    t.say(f"nation: {name} took {gigabytes(memory)} of memory of the {gigabytes(said)} that are said, "
          f"{seconds:.1f} s of processor time")
    t.case(f"{name}: within the memory that is said", memory <= said, f"{memory} bytes, {said} are said")


def make_night(files, folder):
    """Contacts of the last days that come again: a load is compared with what stands there, all of it."""
    folder.mkdir()
    size = (files / "contacts.csv").stat().st_size
    with open(files / "contacts.csv", "rb") as all_of, open(folder / "contacts-night.csv", "wb") as some:
        some.write(all_of.readline())
        all_of.seek(size - size // NIGHT)
        all_of.readline()
        lines = all_of.readlines()
        some.writelines(lines)
    return len(lines)


def figures(t, instance, files):
    """All measures at 36 month-ends; the snapshot is made first. The files are what its memory is held against."""
    data = sum(f.stat().st_size for f in files.iterdir())
    code, _, memory, seconds = instance.said("measure", "--measure", "listed", "--by", "county")
    t.say(f"nation: the snapshot took {gigabytes(memory)} of memory, {seconds:.1f} s of processor time")
    t.case("the snapshot is made, in memory within twice the data", code == 0 and memory <= 2 * data + BESIDES,
           f"exit {code}, {memory} of {data}")
    code, _, memory, seconds = instance.said("measure", "--months", 36, "--threads", 2, "--fresh")
    t.say(f"nation: all measures at 36 month-ends took {gigabytes(memory)} of memory, {seconds:.1f} s of processor time")
    t.case("all measures, in memory within twice the data", code == 0 and memory <= 2 * data + BESIDES,
           f"exit {code}, {memory} of {data}")


def beside_duckdb(t, instance, files, contacts):
    """One month-end of five measures, where the machine has room for DuckDB's tables."""
    memory = contacts * DUCKDB_HOLDS + DUCKDB_BESIDES
    if not has_room(t, instance.home, "DuckDB's tables", contacts * DUCKDB_WRITES, memory):
        t.skip("five measures beside DuckDB", f"too little room: {gigabytes(memory)} of memory "
               f"and {gigabytes(contacts * DUCKDB_WRITES)} on the disk are needed")
        return
    may = max(contacts * DUCKDB_MAY // 1_000_000, 500)
    code, said = t.run("python3", "tests/bench/county_peers.py", "--rounds", "1", "--five", files, instance.home,
                       env={"DUCKDB_SPILL": f"{instance.home}-spill", "DUCKDB_MEMORY": f"{may}MB"})
    t.say(said)
    t.case("Kontinua and DuckDB give the same figures", code == 0 and "the same " in said, said)


def run(t):
    persons, contacts, units = SIZES[t.size]
    memory = persons * OF_IDENTIFIER + BESIDES
    if not t.build("release", "src/cli/kontinua"):
        return
    with tempfile.TemporaryDirectory(dir=t.root / "build", prefix="nation-") as folder:
        if not is_room(t, folder, persons, contacts, memory):
            return
        files = t.root / "build" / os.path.basename(folder) / "files"
        files.mkdir()
        if not (t.program("the generator is built", "cc", "-O2", "-o", f"{folder}/region", "tests/bench/region.c", "-lm")
                and t.program("the files are made", f"{folder}/region", persons, contacts, units, files)):
            return
        instance = Instance(t, folder)
        t.case("the instance is made", instance.said("init")[0] == 0)
        loads(t, instance, "the nation", files, {"units": units, "staff": units * STAFF_OF_UNIT, "people": persons,
                                                 "listings": persons, "contacts": contacts}, memory)
        figures(t, instance, files)
        beside_duckdb(t, instance, files, contacts)
        night = make_night(files, files.parent / "night")
        loads(t, instance, "a night", files.parent / "night", {"contacts": night}, memory + night * OF_CONTACT_AGAIN)
        t.case("every byte is as it was written", instance.said("warehouse", "verify")[0] == 0)
