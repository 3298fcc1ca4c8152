/* engine/events_parts.h - what writing and reading of events share: how a column
 * of a table is kept. */
#ifndef ENGINE_EVENTS_PARTS_H
#define ENGINE_EVENTS_PARTS_H
#include "engine/events.h"

enum events_kept {
    KEPT_PERSON,
    KEPT_DAY,
    KEPT_MINUTE,
    KEPT_UNIT,
    KEPT_WORD,
    KEPT_COUNT,
    KEPT_TEXT
};
enum events_kept events_kept(const struct table_column *c);
enum col_type events_type(enum events_kept kept);
#endif
