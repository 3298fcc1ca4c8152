/* exchange/fhir_files.h - passes over FHIR files that make no rows. */
#ifndef EXCHANGE_FHIR_FILES_H
#define EXCHANGE_FHIR_FILES_H
#include "exchange/import_files.h"

/* Learns the ids of the file's resources (exchange/fhir.h). Fails as exchange/source.h and
 * exchange/lines.h do. */
MUST_USE bool fhir_file_learn(const struct files *fs, const struct found_file *file,
                              struct fhir *fhir, struct err *err);
/* How many lines a file has whose type is not read; of one with something wrong in it, those
 * before: nothing of it is needed. Fails with ERR_IO only. */
MUST_USE bool fhir_file_count(const struct files *fs, const struct found_file *file,
                              uint64_t *count, struct err *err);
#endif
