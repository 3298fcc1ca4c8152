/* Columns of a snapshot that is being written. */
#include "engine/snapshot_builder.h"

#include <string.h>

bool snapshot_put(struct snapshot_writing *w, const char *name, enum col_type type, const void *at,
                  uint64_t count, struct err *err)
{
    return colfile_add(w->file, &(struct col_new){name, w->part, type, at, count}, err);
}

/* `count` numbers, none over `most`, in as few bytes as hold that. */
bool snapshot_put_narrow(struct snapshot_writing *w, const char *name, uint32_t *number,
                         uint64_t count, uint32_t most, struct err *err)
{
    if (most > UINT16_MAX)
        return snapshot_put(w, name, COL_U32, number, count, err);
    /* Packed where they stand: a narrow item never overtakes the wide one that it is made of. */
    if (most > UINT8_MAX) {
        for (uint64_t i = 0; i < count; i++) {
            uint16_t v = (uint16_t)number[i];
            memcpy((char *)number + i * sizeof v, &v, sizeof v);
        }
        return snapshot_put(w, name, COL_U16, number, count, err);
    }
    for (uint64_t i = 0; i < count; i++)
        ((uint8_t *)number)[i] = (uint8_t)number[i];
    return snapshot_put(w, name, COL_U8, number, count, err);
}

bool snapshot_put_texts(struct snapshot_writing *w, const char *name, const char *end_name,
                        const struct str *text, uint32_t count, struct err *err)
{
    uint32_t *end = ARENA_NEW(w->arena, uint32_t, count + 1), total = 0;
    for (uint32_t i = 0; i < count; i++)
        end[i] = total += (uint32_t)text[i].len;
    char *bytes = ARENA_NEW(w->arena, char, total + 1);
    for (uint32_t i = 0; i < count; i++)
        if (text[i].len > 0)
            memcpy(bytes + end[i] - text[i].len, text[i].at, text[i].len);
    return snapshot_put(w, end_name, COL_U32, end, count, err) &&
           snapshot_put(w, name, COL_TEXT, bytes, total, err);
}
