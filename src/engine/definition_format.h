/* engine/definition_format.h - the one form of a measure's file: its keys in the
 * order of DEFINITION_KEYS, its expressions as expr_layout.h has them, comments
 * before the key that they stand at; all else, texts above all, as it was
 * written.
 *
 * Errors: those of core/yaml.h; ERR_INVALID "measure.layout" (keys that do not
 * begin a line each, or something that would be lost). */
#ifndef ENGINE_DEFINITION_FORMAT_H
#define ENGINE_DEFINITION_FORMAT_H
#include "core/base.h"

/* Of a file that definition_parse() has read; forming what is formed changes nothing. */
MUST_USE bool definition_format(struct arena *a, const char *name, struct str text, struct str *out,
                                struct err *err);
#endif
