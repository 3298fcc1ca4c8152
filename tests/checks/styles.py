"""The style sheets are small: 30 000 bytes together."""

import tree

MOST = 30000


def faults(root):
    total = sum((root / path).stat().st_size for path in tree.files(root, ".css", under="web"))
    if total > MOST:
        yield f"web: {total} bytes of CSS, at most {MOST}"


PLANTED = [({"web/css/a.css": "a{}\n" * 8000}, "32000 bytes of CSS")]
