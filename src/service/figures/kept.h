/* service/figures/kept.h - figures that were counted once: the sums behind them stand in
 *
 *     <home>/results/<data>/<level>     a column file (engine/kept.h)
 *     <home>/results/<data>/checks      what checks of the data found
 * (service/figures/kept_checks.h)
 *
 * where <data> is 32 hex digits of the snapshot's meaning (engine/meaning.h). What is
 * asked for under the same definition and of the same data is read from there; of data
 * that a load has changed a little the sums follow from those of the snapshot before
 * it (engine/follow.h); the rest is counted, and kept.
 *
 * Results can always be counted again, so nothing fails by them: what cannot be read is
 * told of and counted anew, what cannot be written is told of. A folder goes when its
 * snapshot has gone (service/figures/warehouse.h); that of one that is held stays.
 * Who writes replaces whole files, so of two at once one may count in vain. */
#ifndef SERVICE_FIGURES_KEPT_H
#define SERVICE_FIGURES_KEPT_H
#include "engine/eval.h"
#include "service/figures/warehouse.h"

/* How figures came about. Of sums: those of one measure at one level on one month-end. */
struct kept_use {
    size_t kept, followed, counted;
    uint32_t touched;     /* persons that followed sums took away or added */
    struct err refused;   /* a file that could not be used; ERR_NONE: all could */
    struct err unwritten; /* what could not be kept, likewise */
};
struct kept_request {
    const struct instance *instance;
    const struct files *files;
    const struct snapshot *snapshot; /* of the instance */
    const struct eval_request *ask;
    bool fresh; /* results are left alone: all is counted, and not kept */
};
struct kept_figures {
    const struct eval_table *table;
    size_t tables;
    struct kept_use use;
};
/* As eval(), and fails as that does. */
MUST_USE bool kept_eval(struct arena *a, const struct kept_request *request,
                        struct kept_figures *out, struct err *err);
#endif
