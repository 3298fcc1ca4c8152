/* exchange/fhir_ahead.h - the rows of a FHIR file, made by a thread of its own, in
 * the batches of exchange/rows_ahead.h: what takes rows need not know where they
 * come from. The fields of a row are its line, whole. */
#ifndef EXCHANGE_FHIR_AHEAD_H
#define EXCHANGE_FHIR_AHEAD_H
#include "exchange/fhir.h"
#include "exchange/lines.h"
#include "exchange/rows_ahead.h"

struct fhir_ahead;
/* `lines`, `reader` and its struct fhir are the thread's until fhir_ahead_close(). */
struct fhir_ahead *fhir_ahead_open(struct arena *a, struct lines *lines,
                                   struct fhir_reader *reader);
/* As rows_ahead_next(). */
const struct row_batch *fhir_ahead_next(struct fhir_ahead *f);
void fhir_ahead_close(struct fhir_ahead *f); /* in the middle, too; NULL is allowed */
#endif
