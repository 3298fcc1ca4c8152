/* exchange/import_log.h - what an import did, beside its rejects: a text file
 * `loads/<id>/log`, also of one that was refused, of which the registry knows
 * nothing; a dry run has none. Lines of `name: value`, in English; files, tables and numbers, and
 * no word of what a row held. */
#ifndef EXCHANGE_IMPORT_LOG_H
#define EXCHANGE_IMPORT_LOG_H
#include "exchange/import.h"
#include "service/instance.h"

/* `why` is the error that ended the import; NULL: the report has its outcome. Fails as core/files.h
 * does: then the import has happened, or not, all the same. */
MUST_USE bool import_log_write(const struct instance *in, const struct import_report *report,
                               const struct err *why, struct err *err);
#endif
