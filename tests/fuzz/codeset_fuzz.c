/* Any bytes as the file of a code set: a set that can be asked, or a refusal with a place. Its own
 * codes belong to it unless it takes them out. */
#include "fuzz.h"

#include "engine/codeset.h"

static void check_row(struct arena *a, const struct codeset *s, const struct codeset_row *row)
{
    must(row->code.len > 0 && row->system.len > 0 && row->display.len > 0 && row->source.len > 0);
    must(row->certainty >= 'A' && row->certainty <= 'D' && row->factor.over.units != 0);
    must(row->factor.under.units > 0 && row->offset.under.units > 0);
    must(s->substances == CODESET_SUBSTANCES_MOST || row->substances >> s->substances == 0);
    must(str_eq(codeset_code(a, row->code), row->code));
    must(row->is_excluded == str_eq(row->part, STR("exclude")));
    must(row->is_excluded || codeset_has_part(s, row->part));
    const struct codeset_row *found =
        codeset_row_of(s, row->part, TABLE_DIAGNOSES, row->system, row->code);
    must(!row->is_excluded || !found);
    must(!found || (!found->is_excluded && str_eq(found->part, row->part)) || row->part.len == 0);
    (void)codeset_row_of(s, STR(""), TABLE_MEASUREMENTS, STR(""), row->code);
    const struct codeset_row *in = codeset_row_in(s, row, row->unit);
    must(in == row && codeset_row_in(s, row, STR("")) == row);
    in = codeset_row_in(s, row, s->row[0].unit);
    must(!in || in == row || (str_eq(in->code, row->code) && !in->is_excluded));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    const struct codeset *s = NULL;
    if (codeset_parse(a, "fuzz.csv", (struct str){(const char *)data, size}, &s, &err)) {
        for (size_t i = 0; i < s->rows; i++)
            check_row(a, s, &s->row[i]);
        must(!codeset_has_part(s, STR("exclude")));
    } else {
        check_code(&err);
        must(strncmp(err.detail, "fuzz.csv", 8) == 0);
    }
    arena_close(a);
    return 0;
}
