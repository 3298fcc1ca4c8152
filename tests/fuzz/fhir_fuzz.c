/* Any lines as FHIR resources: the first byte of each says in what kind of file it stands, the rest
 * is the resource. All are learnt, then all are read, as an import does. What is a row has passed
 * the checks of its table; what is refused has a code that has a sentence. */
#include "fuzz.h"

#include "exchange/fhir.h"
#include "exchange/lines.h"

#include <stdlib.h>
#include <string.h>

static void take_line(struct fhir *f, struct arena *a, struct str line, bool learns)
{
    enum fhir_resource resource = (enum fhir_resource)((unsigned char)line.at[0] % FHIR_RESOURCES);
    struct fhir_row row[FHIR_ROWS_MOST];
    enum table_id table = TABLE_COUNT;
    line = (struct str){line.at + 1, line.len - 1};
    if (learns) {
        if (resource < FHIR_LEARNT)
            fhir_learn(f, resource, line, a);
        return;
    }
    if (!table_find(str_of(fhir_table(resource)), &table))
        return;
    struct fhir_reader *r = ARENA_NEW(a, struct fhir_reader, 1);
    *r = fhir_reader_open(f, resource, &TABLES[table]);
    unsigned rows = fhir_read(r, line, a, row);
    must(rows <= FHIR_ROWS_MOST && (rows > 0 || r->lefts > 0));
    for (unsigned i = 0; i < rows; i++)
        if (!row[i].row)
            check_code(&row[i].reject.why);
}

static void take_lines(struct fhir *f, struct str text, bool learns)
{
    struct arena *a = arena_open(ARENA_BLOCK), *scratch = arena_open(ARENA_BLOCK);
    struct lines *lines = lines_open(a, (struct byte_source){&text, "fuzz", text_read});
    struct line line;
    struct err err = {0};
    enum csv_result result;
    while ((result = lines_next(lines, &line, &err)) == CSV_ROW) {
        take_line(f, scratch, line.text, learns);
        arena_reset(scratch);
    }
    if (result == CSV_FAILED)
        check_code(&err);
    arena_close(scratch);
    arena_close(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fhir *f = fhir_open((struct day){45305});
    struct str text = {(const char *)data, size};
    take_lines(f, text, true);
    take_lines(f, text, false);
    fhir_close(f);
    return 0;
}
