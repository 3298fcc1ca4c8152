/* tests/unit/web/sample.h - a made-up county as the pages see it, for tests and for the states that
 * the browser tests look at. The same numbers every time. */
#ifndef TESTS_WEB_SAMPLE_H
#define TESTS_WEB_SAMPLE_H
#include "web/page.h"

enum sample_kind {
    SAMPLE_FULL,  /* 28 units, 36 months, all kinds of measures, the SÄBO measurement */
    SAMPLE_SMALL, /* few persons: much is masked or missing; 3 months; no SÄBO measurement */
    SAMPLE_LONG   /* names as long as names get, and with characters that HTML minds */
};
/* In the arena. Its published tables come from suppress(), as in the program. */
const struct model *sample_model(struct arena *a, enum sample_kind kind);

/* A source that always has this model; NULL: an instance without figures. */
struct model_source sample_source(const struct model *model);
/* A source that fails with ERR_IO "file.read". */
struct model_source sample_broken_source(void);
#endif
