#!/usr/bin/env bash
# Builds one of the project's builds in build/NAME: packaging/build.sh NAME [NINJA-TARGET...]
#
#   release    what ./run serves: gcc, optimised over all files
#   check      what ./check tests: gcc, optimised, debug information; layer rules are read off it
#   sanitize   clang, the second compiler's opinion, with address and undefined-behaviour sanitizers
#   tsan       clang with the thread sanitizer
#   coverage   gcc, not optimised, counts the branches that are taken
#   fuzz       clang with libFuzzer: tests/fuzz/*_fuzz.c
#
# A changed option or compiler makes the folder anew; otherwise only what changed is built.
set -euo pipefail
cd "$(dirname "$0")/.."

name=${1:?which build: release, check, sanitize, tsan, coverage or fuzz}
shift
cc=gcc
# lld links a test in a third of the time; link-time optimisation is left to the linker of gcc.
quick=(-Dc_link_args=-fuse-ld=lld)
# At a fixed address: a program that a test starts has 150 000 places less to relocate, each on a page of its own memory.
sanitized=(-Dbuildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false -Db_pie=false -Db_staticpic=false)
case $name in
release) options=(-Dbuildtype=release -Db_lto=true "-Dc_link_args=-flto=$(nproc)") ;;
check) options=(-Dbuildtype=debugoptimized "${quick[@]}") ;;
sanitize) cc=clang options=("${sanitized[@]}" "${quick[@]}" -Dc_args=-fno-sanitize-recover=all) ;;
tsan) cc=clang options=(-Dbuildtype=debugoptimized -Db_sanitize=thread -Db_lundef=false "${quick[@]}") ;;
coverage) options=(-Dbuildtype=debug -Db_coverage=true -Dwerror=false "${quick[@]}") ;; # -O0 suspects what -O2 knows
fuzz) cc=clang options=("${sanitized[@]}" "${quick[@]}" -Dfuzz=true
    '-Dc_args=-fsanitize=fuzzer-no-link -fno-sanitize-recover=all') ;;
*) printf 'build: there is no build "%s"\n' "$name" >&2; exit 2 ;;
esac

dir=build/$name
mkdir -p build
wanted="$cc ${options[*]} $($cc --version | head -n 1)"
if [ "$(cat "$dir/.made-with" 2>/dev/null)" != "$wanted" ]; then
    rm -rf "$dir"
    CC=$cc meson setup "$dir" "${options[@]}" >"$dir.log" 2>&1 || { cat "$dir.log" >&2; exit 1; }
    printf '%s\n' "$wanted" >"$dir/.made-with"
fi
# A changed meson.build makes the plan anew, with a page of talk that nobody asked for.
ninja --quiet -C "$dir" build.ninja >"$dir.log" 2>&1 || { cat "$dir.log" >&2; exit 1; }
exec ninja --quiet -C "$dir" "$@"
