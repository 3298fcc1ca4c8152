/* core/text_table.h - the tables that tools/texts makes of web/text/sv.csv and en.csv; for
 * core/text.c alone. */
#ifndef CORE_TEXT_TABLE_H
#define CORE_TEXT_TABLE_H
#include "core/text.h"

extern const struct str TEXTS_SV[TEXT_COUNT], TEXTS_EN[TEXT_COUNT], TEXT_KEYS[TEXT_COUNT];
#endif
