"""Every page in every state in a browser: axe, valid HTML, keyboard, narrow, dark, paper, downloads."""


def run(t):
    if not t.build("check", "tests/unit/web/states"):
        return
    code, said = t.run("node", "tests/e2e/run.mjs", "build/check/tests/unit/web/states", timeout=1200)
    t.tap("pages", said, code)
