#include "engine/colcheck.h"

#include <string.h>

bool colcheck_damaged(const struct colcheck *c, const char *name, struct err *err)
{
    return FAIL(err, ERR_IO, c->code, "%.120s: %.24s %u", c->file->path, name, (unsigned)c->part);
}

bool colcheck_find(const struct colcheck *c, const char *name, enum col_type type,
                   struct column *out, struct err *err)
{
    return colfile_find(c->file, &(struct col_wanted){name, c->part, type}, out, err);
}

/* A loop for each width, so that the compiler makes vectors of them. */
#define GREATEST(type, col)                                                                        \
    for (uint64_t i = 0; i < (col)->count; i++)                                                    \
    most = ((const type *)(col)->at)[i] > most ? ((const type *)(col)->at)[i] : most

static uint64_t greatest_u8(const struct column *col)
{
    uint8_t most = 0;
    GREATEST(uint8_t, col);
    return most;
}

static uint64_t greatest_u16(const struct column *col)
{
    uint16_t most = 0;
    GREATEST(uint16_t, col);
    return most;
}

static uint64_t greatest_u32(const struct column *col)
{
    uint32_t most = 0;
    GREATEST(uint32_t, col);
    return most;
}

static uint64_t greatest(const struct column *col)
{
    switch (col->type) {
    case COL_U8:
        return greatest_u8(col);
    case COL_U16:
        return greatest_u16(col);
    case COL_U32:
        return greatest_u32(col);
    case COL_U64:
    case COL_I32:
    case COL_I64:
    case COL_TEXT:
        break; /* nobody asks */
    }
    return UINT64_MAX;
}

bool colcheck_column(const struct colcheck *c, const char *name, enum col_type type, uint64_t most,
                     struct column *out, struct err *err)
{
    struct column col;
    if (!colcheck_find(c, name, type, &col, err))
        return false;
    if (col.count != c->count)
        return colcheck_damaged(c, name, err);
    bool asks = !c->is_proven && most < UINT64_MAX >> (64 - 8 * col_size(type));
    if (asks && greatest(&col) > most)
        return colcheck_damaged(c, name, err);
    *out = col;
    return true;
}

bool colcheck_index(const struct colcheck *c, const char *name, enum col_type type, uint64_t limit,
                    struct column *out, struct err *err)
{
    if (limit == 0 && c->count > 0)
        return colcheck_damaged(c, name, err);
    uint64_t most = limit == 0 || limit == UINT64_MAX ? limit : limit - 1;
    return colcheck_column(c, name, type, most, out, err);
}

/* The text of an HSA-id, padded with NUL: what hsaid_parse() would give. */
static bool is_hsaid(const struct hsaid *id)
{
    struct hsaid again;
    struct err err = {0};
    return id->text[HSAID_TEXT - 1] == 0 && hsaid_parse(str_of(id->text), &again, &err) &&
           memcmp(&again, id, sizeof again) == 0;
}

static bool are_hsaids(const struct colcheck *c, const struct hsaid *id, uint32_t count)
{
    if (c->is_proven)
        return true;
    for (uint32_t i = 0; i < count; i++)
        if (!is_hsaid(&id[i]))
            return false;
    return true;
}

bool colcheck_hsaids(const struct colcheck *c, const char *name, const struct hsaid **out,
                     uint32_t *count, struct err *err)
{
    struct column col;
    if (!colcheck_find(c, name, COL_TEXT, &col, err))
        return false;
    if (col.count % sizeof(struct hsaid) != 0 || col.count / sizeof(struct hsaid) > UINT32_MAX - 1)
        return colcheck_damaged(c, name, err);
    const struct hsaid *id = col.at;
    uint32_t n = (uint32_t)(col.count / sizeof *id);
    if (!are_hsaids(c, id, n))
        return colcheck_damaged(c, name, err);
    *out = id;
    *count = n;
    return true;
}
