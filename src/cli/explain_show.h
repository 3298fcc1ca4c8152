/* cli/explain_show.h - an explanation for a person at a terminal: what was asked,
 * each condition with what it came to, the rows under it, and the result. */
#ifndef CLI_EXPLAIN_SHOW_H
#define CLI_EXPLAIN_SHOW_H
#include "cli/cli.h"
#include "engine/explain.h"

/* Words of files, which do not change with language. */
struct str explain_role_word(enum explain_role role);
/* The sentence of a line; `lang` of files is LANG_EN. */
struct str explain_why_text(struct arena *a, enum lang lang, const struct explain_line *line);
void explain_show(struct sb *out, struct cli *cli, const struct snapshot *s,
                  const struct explain_request *ask, const struct explanation *why);
#endif
