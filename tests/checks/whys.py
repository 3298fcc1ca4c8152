"""Why a measure or a code set is refused is said in both languages: each sentence of the engine has a text why.*, and the other way."""

import csv
import re

import tree

FILES = re.compile(r"src/engine/(expr_parse\w*|expr_advice|table_expr|definition\w*|codeset)\.c")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"((?:\s*"(?:[^"\\\n]|\\.)*")*)')
BEGINS = ("a ", "an ", "each is", "count without", "expected ", "here ", "listing.basis ", "months of", "more than", "no ", "not a", "only ",
          "own_unit ", "rows of", "said ", "the ", "too ", "what is")
OWN = {"why.meant", "why.not", "why.one_of", "why.quoted"}  # what sentences are put together by


def said(content):
    """The literals that are sentences, put together where they stand in pieces."""
    for found in LITERAL.finditer(content):
        text = found[1] + "".join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', found[2]))
        if " " in text and text.startswith(BEGINS) and "%" not in text:
            yield text.replace('\\"', '"')


def key(sentence):
    return "why." + re.sub(r"[^a-z0-9]+", "_", sentence.lower()).strip("_")[:48].strip("_")


def faults(root):
    table = (root / "web" / "text" / "en.csv").read_text(encoding="utf-8")
    texts = {row["key"]: row["text"] for row in csv.DictReader(table.splitlines()) if row["key"].startswith("why.")}
    used = set(OWN)
    for path in tree.files(root, ".c", under="src/engine"):
        if not FILES.fullmatch(str(path)):
            continue
        for sentence in said(tree.code(tree.text(root, path))):
            used.add(key(sentence))
            if texts.get(key(sentence)) != sentence:
                yield f"{path}: \"{sentence}\" is not the text {key(sentence)}"
    for name in sorted(set(texts) - used):
        yield f"web/text/en.csv: nothing says {name}"


PLANTED = [
    ({"web/text/en.csv": "key,text\n", "src/engine/codeset.c": 'refuse("expected text");'}, "is not the text why.expected_text"),
    ({"web/text/en.csv": "key,text\nwhy.expected_text,expected texts\n", "src/engine/codeset.c": 'x("expected "\n"text");'}, "is not the text"),
    ({"web/text/en.csv": "key,text\nwhy.too_long,too long\n", "src/engine/codeset.c": ""}, "nothing says why.too_long"),
]
