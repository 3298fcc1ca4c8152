"""What does not compile: values in places of a template that do not take their type, routes without a rule.

    types_test.py CC INCLUDE…

Each case is a line of C in a function; what must not compile is compared with a twin that must.
"""

import subprocess
import sys

HEAD = """
#include "http/router.h"
#include "web/html.h"
void f(struct sb *out, struct str s, struct html_safe h, struct url u, struct day d, const char *c, char *m, int i,
       double x, bool b, void *p);
bool page(const void *, const struct request *, struct response *, struct err *);
void f(struct sb *out, struct str s, struct html_safe h, struct url u, struct day d, const char *c, char *m, int i,
       double x, bool b, void *p)
{
    (void)out, (void)s, (void)h, (void)u, (void)d, (void)c, (void)m, (void)i, (void)x, (void)b, (void)p;
    %s
}
"""
TYPES = "s h u d c m i x b p".split()
TAKES = {"HTML_PUT_TEXT": "s h d i", "HTML_PUT_ESCAPED": "s d i", "HTML_PUT_URL": "u", "HTML_PUT_URL_PART": "s d i"}


def cases():
    """(what, C, must it compile)."""
    for macro, taken in TAKES.items():
        for t in TYPES:
            yield f"{macro} of {t}", f"{macro}(out, {t});", t in taken.split()
    for t in TYPES:
        yield f"HTML_IS of {t}", f"if (HTML_IS({t})) return;", t == "b"
    yield "a literal", 'HTML_PUT_TEXT(out, "text");', False
    yield "a route", 'static const struct route r[] = {ROUTE(GET, "/", PUBLIC, page)}; (void)r;', True
    yield "a route without a rule", 'static const struct route r[] = {ROUTE(GET, "/", page)}; (void)r;', False
    yield "a route with an unknown rule", 'static const struct route r[] = {ROUTE(GET, "/", ALL, page)}; (void)r;', False


def main():
    compiler, includes = sys.argv[1], sys.argv[2:]
    flags = ["-std=c17", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-D_POSIX_C_SOURCE=200809L", "-fsyntax-only",
             *(f"-I{i}" for i in includes), "-x", "c", "-"]
    failed = 0
    everything = list(cases())
    print(f"1..{len(everything)}")
    for number, (what, code, wanted) in enumerate(everything, 1):
        done = subprocess.run([*compiler.split(), *flags], input=HEAD % code, text=True, capture_output=True,
                              check=False)
        ok = (done.returncode == 0) == wanted
        failed += not ok
        print(f"{'ok' if ok else 'not ok'} {number} - {what} {'compiles' if wanted else 'does not compile'}")
        if not ok:
            print("\n".join(f"# {line}" for line in done.stderr.splitlines()[:5]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
