"""How many branches of what decides and what keeps account are taken by tests: rules, access, log, outbox."""

import json

# Per cent of its branches that a group must reach, and what stands in it; a file of another name belongs to none. The
# goal is 95; what has come further may only rise.
GROUPS = {
    "rules": (96,
              "src/domain/(assign|block|care_need|doctor|doctor_list|event|gone|household|listing|listing_choice|listing_refusal|"
              "named_contact|near|panel_group|panel_move|passive|queue|quota|request|residence|residence_event|span|unit_closing|"
              "who)[.][ch]",),
    "identity": (95, "src/domain/(hsaid|identity_merge|person_id)[.]c",),
    "access and log": (95, "src/domain/(access|access_chain|party)[.][ch]", "src/service/(access/.*|act|act_about)[.]c",
                       "src/store/(access_log|act)_store[.]c"),
    "outbox": (99, "src/service/(tell|tell_stated|message/relay|message/message)[.]c", "src/store/(outbox|message|effect)_store[.]c"),
}
LAYERS = ("cli", "domain", "exchange", "service", "store")


def tests_of(said):
    """The tests of those layers, and none of the random ones: they find faults, a branch needs one case."""
    return [test["name"] for test in json.loads(said)
            if "unit" in " ".join(test["suite"]) and any(f"/unit/{l}/" in part for part in test["cmd"] for l in LAYERS)]


def run(t):
    if not t.build("coverage"):
        return
    folder = t.root / "build" / "coverage"
    for old in folder.rglob("*.gcda"):
        old.unlink()
    _, said = t.run("meson", "introspect", "--tests", folder)
    t.meson("coverage", *tests_of(said), env={"KONTINUA_CHECK_SCALE": "1"}, slower=3)
    for name, (least_share, *patterns) in GROUPS.items():
        chosen = [part for pattern in patterns for part in ("--filter", pattern)]
        code, said = t.run("gcovr", "--root", t.root, "--object-directory", folder, folder, "--json-summary", "--branches",
                           "--exclude-unreachable-branches", *chosen)
        if code:
            t.case(f"{name}: counted", False, said)
            continue
        counted = json.loads(said[said.index("{"):said.rindex("}") + 1])
        share = counted["branch_covered"] / max(1, counted["branch_total"]) * 100
        t.say(f"coverage: {name}: {counted['branch_covered']} of {counted['branch_total']} branches, {share:.1f} %")
        least = sorted((f["branch_percent"] or 100, f["filename"]) for f in counted["files"])[:8]
        t.case(f"{name}: of its branches at least {least_share} % are taken",
               counted["branch_total"] > 0 and share >= least_share,
               "\n".join(f"{percent:.0f} %  {file}" for percent, file in least))
