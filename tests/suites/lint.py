"""What reads the code without running it: clang-format, clang-tidy, cppcheck.

clang-tidy takes seconds a file: what it found nothing in is remembered by what the file and its
headers were (build/checked/tidy), so that only what has changed is read again. It reads a file as it
is built with sanitizers, which is clang's build of everything.
"""

import concurrent.futures
import hashlib
import json
import os
import subprocess
import sys


def ours(t, *suffixes):
    sys.path.insert(0, str(t.root / "tests" / "checks"))
    import tree
    return [str(p) for p in tree.files(t.root, *suffixes) if p.parts[0] in ("src", "tests", "tools")]


def read_by_output(t):
    """What the compiler read for each object, as ninja has noted it: the source and its headers, made ones too."""
    told = subprocess.run(["ninja", "-C", "build/sanitize", "-t", "deps"], cwd=t.root, text=True, capture_output=True,
                          check=True).stdout
    blocks = (block.splitlines() for block in told.split("\n\n") if block)
    return {lines[0].split(": #deps")[0]: [line.strip() for line in lines[1:]] for lines in blocks}


def fewer(source):
    """What is not asked of a test: the paths through it, most of the time, which it takes itself under sanitizers."""
    return ["--checks=-clang-analyzer-*"] if source.startswith("tests/") else []


def digest_of(t, source, entry, read):
    """Of everything that decides what clang-tidy finds in one source, but for the system's headers."""
    said = entry["command"] + " ".join(fewer(source))
    digest = hashlib.sha256(said.encode() + (t.root / ".clang-tidy").read_bytes())
    for path in read:
        if not path.startswith("/usr/"):
            digest.update((t.root / "build" / "sanitize" / path).read_bytes())
    return digest.hexdigest()


def tidy(t, entry, read):
    """(source, words) of clang-tidy for one source; no words when it found nothing."""
    source = os.path.relpath(os.path.join(entry["directory"], entry["file"]), t.root)
    digest = digest_of(t, source, entry, read)
    seen = t.root / "build" / "checked" / "tidy" / digest
    if seen.exists():
        return source, ""
    done = subprocess.run(["clang-tidy", "--quiet", *fewer(source), "-p", "build/checked/tidy", source], cwd=t.root, text=True,
                          capture_output=True, check=False)
    if done.returncode == 0:
        seen.touch()
        return source, ""
    return source, done.stdout + done.stderr


def tidy_all(t):
    if not t.build("sanitize"):
        return
    (t.root / "build" / "checked" / "tidy").mkdir(parents=True, exist_ok=True)
    # One command a source: some are built into two programs, and would be read twice.
    built = json.loads((t.root / "build" / "sanitize" / "compile_commands.json").read_text(encoding="utf-8"))
    entries = list({e["file"]: e for e in built if e["file"].startswith("../../")}.values())
    (t.root / "build" / "checked" / "tidy" / "compile_commands.json").write_text(json.dumps(entries), encoding="utf-8")
    read = read_by_output(t)
    # A benchmark is not built here: it may read any header.
    any_header = ["../../" + path for path in ours(t, ".h")]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for source, said in pool.map(lambda e: tidy(t, e, read.get(e["output"], [e["file"], *any_header])), entries):
            t.case(f"clang-tidy {source}", not said, said)


def run(t):
    t.program("clang-format", "clang-format", "--dry-run", "--Werror", *ours(t, ".c", ".h"))
    t.program("cppcheck", "cppcheck", "--enable=warning,performance,portability", "--inconclusive", "--std=c11",
              "--error-exitcode=1", "--quiet", f"-j{os.cpu_count()}", "-Isrc", "--template=gcc",
              "--suppressions-list=tests/checks/cppcheck_suppressions.txt", "src", "tools")
    tidy_all(t)
