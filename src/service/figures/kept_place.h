/* service/figures/kept_place.h - where what was counted stands: <home>/results/<data>/<name>,
 * for service/figures/kept.h and service/figures/kept_checks.h. */
#ifndef SERVICE_FIGURES_KEPT_PLACE_H
#define SERVICE_FIGURES_KEPT_PLACE_H
#include "engine/snapshot.h"
#include "service/instance.h"

struct kept_place {
    const struct instance *instance;
    const struct files *files; /* that are written by */
    struct arena *work;
};
/* The <data> of a snapshot: the first digits of its meaning (engine/meaning.h). */
const char *kept_data(struct arena *a, const struct colfile *snapshot);
const char *kept_folder(const struct kept_place *p, const char *data);
const char *kept_path(const struct kept_place *p, const char *data, struct str name);
/* The folder, made where it is missing; results whose snapshot has gone, go then too. False without
 * an error: those of this one, which nobody will ask for again; there is nothing to be written. */
MUST_USE bool kept_folder_make(const struct kept_place *p, const char *data, struct err *err);
#endif
