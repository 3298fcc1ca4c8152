/* web/target.h - the target of a measure beside its published figures. Decided on
 * exact numbers (engine/target.h), and on those alone that readers may see: where the
 * figure that a change is counted from is masked, nothing is said, as where there is none. */
#ifndef WEB_TARGET_H
#define WEB_TARGET_H
#include "web/figure.h"
#include "web/page.h"
#include "web/target_view.h"

/* Not shown: there is no target or no figure, or it is a change since that month or a later one. */
void target_fill(const struct page *p, const struct model_measure *measure, enum model_level level,
                 unsigned place, unsigned month, struct target_view *out);
/* "minst 80 %", "minst +20 % sedan december 2021". */
struct str target_words(struct arena *a, enum lang lang, struct figure_style style,
                        const struct measure_target *target);
/* A number to reach as a line across a chart. */
struct chart_line target_line(struct arena *a, enum lang lang, struct figure_style style,
                              const struct measure_target *target);
/* The line of one place, also of a change; false: none. */
MUST_USE bool target_line_of(const struct page *p, const struct model_measure *measure,
                             enum model_level level, unsigned place, struct chart_line *out);
#endif
