#include "exchange/fhir_files.h"

#include "exchange/lines.h"
#include "exchange/source.h"

bool fhir_file_learn(const struct files *fs, const struct found_file *file, struct fhir *fhir,
                     struct err *err)
{
    struct source *s = NULL;
    struct line line;
    enum csv_result result;
    if (!source_open(fs, file->path, file->name, &s, err))
        return false;
    struct arena *a = arena_open(ARENA_BLOCK), *scratch = arena_open(ARENA_BLOCK);
    struct lines *lines = lines_open(a, source_bytes(s));
    while ((result = lines_next(lines, &line, err)) == CSV_ROW) {
        fhir_learn(fhir, file->resource, line.text, scratch);
        arena_reset(scratch);
    }
    arena_close(scratch);
    arena_close(a);
    source_close(s);
    return result == CSV_END;
}

bool fhir_file_count(const struct files *fs, const struct found_file *file, uint64_t *count,
                     struct err *err)
{
    struct source *s = NULL;
    struct line line;
    struct err inner = {0};
    if (!source_open(fs, file->path, file->name, &s, err))
        return false;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct lines *lines = lines_open(a, source_bytes(s));
    for (*count = 0; lines_next(lines, &line, &inner) == CSV_ROW;)
        ++*count;
    arena_close(a);
    source_close(s);
    if (inner.kind != ERR_IO)
        return true;
    *err = inner;
    return false;
}
