/* publish/dataset.h - a measure's published table as CSV and JSON. Takes only
 * what suppression has let through, so a file cannot say more than a page.
 *
 * Columns: measure, level, id, period (YYYY-MM), numerator, denominator, value
 * (15 significant digits), missing (empty, INV, UNK, NI or MSK). INV has
 * numerator and denominator 0; UNK, NI and MSK have three empty fields. JSON is
 * an array of objects with the same names, numbers as strings, since they are
 * exact. Neither changes with language. */
#ifndef PUBLISH_DATASET_H
#define PUBLISH_DATASET_H
#include "core/sb.h"
#include "publish/suppression.h"

void dataset_csv(struct sb *out, const struct published_table *t);
void dataset_json(struct sb *out, const struct published_table *t);
#endif
