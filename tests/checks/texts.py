"""Headings of tables begin with a capital letter in both languages, and every act of the access log has a text."""

import csv
import re

import tree

HEADING = re.compile(r"\bTEXT_\w*COLUMN_\w+|\.title = (TEXT_\w+)")
ACT = re.compile(r'(?:\.act|\.what|\bwhat) = STR\("([a-z ]+)"\)|\bbegin\(a, in, STR\("([a-z ]+)"\)')
ACT_OF_STAFF = re.compile(r'\.verb = "([a-z]+)"')  # as staff_acts.c puts "staff" before it


def name(key):
    return "TEXT_" + re.sub(r"\W", "_", key.upper())


def faults(root):
    for language in ("sv", "en"):
        path = f"web/text/{language}.csv"
        table = (root / path).read_text(encoding="utf-8")
        texts = {row["key"]: row["text"] for row in csv.DictReader(table.splitlines())}
        by_name = {name(key): text for key, text in texts.items()}
        for file in tree.files(root, ".c", under="src"):
            content = tree.code(tree.text(root, file))
            for found in HEADING.finditer(content) if file.parts[1] == "cli" else []:
                heading = by_name.get(found[1] or found[0], "")
                if heading[:1].islower():
                    yield f"{file}:{tree.line_of(content, found.start())}: the heading “{heading}” begins with a small letter in {path}"
            acts = [found[1] or found[2] for found in ACT.finditer(content)]
            if file.name == "staff_acts.c":
                acts += ["staff " + verb for verb in ACT_OF_STAFF.findall(content)]
            for act in sorted(set(acts)):
                if f"log.act.{act.replace(' ', '_')}" not in texts:
                    yield f"{file}: the act “{act}” has no text log.act.{act.replace(' ', '_')} in {path}"


HEAD = "key,text\n"
BOTH = {"web/text/sv.csv": HEAD, "web/text/en.csv": HEAD}
PLANTED = [
    ({**BOTH, "web/text/sv.csv": HEAD + "a.column.unit,enhet\n", "src/cli/a.c": "{.title = TEXT_A_COLUMN_UNIT}"}, "begins with a small letter in web/text/sv.csv"),
    ({**BOTH, "web/text/en.csv": HEAD + "table.unit,unit\n", "src/cli/a.c": "{.title = TEXT_TABLE_UNIT}"}, "begins with a small letter in web/text/en.csv"),
    ({**BOTH, "src/service/a.c": 'e = {.act = STR("person show")};'}, "has no text log.act.person_show"),
    ({**BOTH, "src/service/contact/staff_acts.c": '{.verb = "away"}'}, "has no text log.act.staff_away"),
]
