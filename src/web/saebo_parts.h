/* web/saebo_parts.h - the parts of the page of the point measurement. */
#ifndef WEB_SAEBO_PARTS_H
#define WEB_SAEBO_PARTS_H
#include "web/model.h"
#include "web/saebo_view.h"

/* The cell of a county (by its number in the model); NULL: there is none. */
const struct published_cell *saebo_cell(const struct model *m, enum model_saebo kind,
                                        unsigned county);
/* What a careful reader would ask about: counties that reported exactly everyone, one number at
 * several counties, places in even hundreds. */
void saebo_fill_odd(struct arena *a, enum lang lang, const struct model *m, struct saebo_view *v);
#endif
