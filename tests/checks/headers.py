"""Every header compiles alone, with gcc and with clang."""

import concurrent.futures
import os
import subprocess

import tree

FLAGS = ["-fsyntax-only", "-std=c17", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wno-unused-function",
         "-Wno-unused-variable", "-D_POSIX_C_SOURCE=200809L", "-D_DEFAULT_SOURCE", "-x", "c"]


def compile_alone(root, compiler, path):
    """The compiler's words, or nothing when it has none. Twice: so that the include guard is tried."""
    source = f'#include "{path}"\n#include "{path}"\n'
    made = [f"-I{root}/build/check/{p}" for p in ("src", "src/web", "src/core")]
    done = subprocess.run([compiler, *FLAGS, f"-I{root}", f"-I{root}/src", *made, "-"], input=source,
                          text=True, capture_output=True, check=False)
    return "" if done.returncode == 0 else done.stderr.splitlines()[0]


def faults(root):
    jobs = [(c, p) for p in tree.files(root, ".h", under="src") for c in ("gcc", "clang")]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (compiler, path), said in zip(jobs, pool.map(lambda j: compile_alone(root, *j), jobs)):
            if said:
                yield f"{path}: not alone with {compiler}: {said}"


PLANTED = [
    ({"src/a.h": "size_t f(void);\n"}, "src/a.h: not alone with clang"),
    ({"src/a.h": "enum a { A };\n"}, "src/a.h: not alone with gcc"),
]
