"""Why a measure or a code set is refused is said in both languages: each sentence of the engine has a text why.*, and the other way."""

import csv
import re

import tree

FILES = re.compile(r"src/(core/yaml|engine/(expr_parse\w*|expr_advice|expr_limit|table_expr|definition\w*|check|codeset))\.c")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"((?:\s*"(?:[^"\\\n]|\\.)*")*)')
SUBJECT = re.compile(r"^(%\S* )+")  # a place, the name that it is about
LISTED = re.compile(r":( ?%.*)?$")  # what there is instead
BEGINS = ("a ", "an ", "each is", "count without", "cannot be said", "expected ", "here ", "is of", "listing.basis ", "months of", "more than", "no ", "not a", "nothing", "only ",
          "own_unit ", "rows of", "said ", "stands", "the ", "too ", "turn ", "what is")
OWN = {"why.meant", "why.not", "why.of_yaml", "why.one_of", "why.quoted"}  # what sentences are put together by
# What the library that reads YAML says, the commonest of it.
OF_YAML = (
    "block sequence on the same line as a mapping key",
    "could not find expected ':'",
    "did not find expected key",
    "did not find expected node content",
    "double-quoted scalar without closing quote",
    "flow mapping with invalid extra closing brace",
    "flow sequence with invalid extra closing bracket",
    "flow sequence without a closing bracket",
    "invalid indentation in mapping",
    "invalid multiline plain key",
    "invalid nested block mapping on the same line",
    "invalid tab as indendation in a mapping",
    "invalid trailing content after double-quoted scalar",
    "invalid trailing content after single-quoted scalar",
    "invalid value after mapping",
    "missing comma in flow mapping",
    "single-quoted scalar without closing quote",
    "tab character may not be used as indentation",
    "wrongly indented double-quoted scalar",
)


def said(content):
    """The literals that are sentences, put together where they stand in pieces."""
    for found in LITERAL.finditer(content):
        text = found[1] + "".join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', found[2]))
        text = LISTED.sub(": {}", SUBJECT.sub("", text))
        if " " in text and text.startswith(BEGINS) and "%" not in text:
            yield text.replace('\\"', '"')


def key(sentence):
    return "why." + re.sub(r"[^a-z0-9]+", "_", sentence.lower()).strip("_")[:48].strip("_")


def faults(root):
    table = (root / "web" / "text" / "en.csv").read_text(encoding="utf-8")
    texts = {row["key"]: row["text"] for row in csv.DictReader(table.splitlines()) if row["key"].startswith("why.")}
    used = OWN | {key(sentence) for sentence in OF_YAML}
    for path in tree.files(root, ".c", under="src"):
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
    ({"web/text/en.csv": "key,text\n", "src/engine/check.c": 'x("%s: expected rows: %s, %u");'}, "\"expected rows: {}\" is not the text why.expected_rows"),
    ({"web/text/en.csv": "key,text\nwhy.too_long,too long\n", "src/engine/codeset.c": ""}, "nothing says why.too_long"),
]
