#include "publish/dataset.h"

#include "core/csv.h"
#include "core/json.h"

enum { COLUMNS = 8 };
static const struct str COLUMN[COLUMNS] = {
    STR_INIT("measure"),   STR_INIT("level"),       STR_INIT("id"),    STR_INIT("period"),
    STR_INIT("numerator"), STR_INIT("denominator"), STR_INIT("value"), STR_INIT("missing"),
};

/* The fields of one row; numbers that had to be written are in the arena. */
static void fields_of(const struct published_table *t, const struct published_cell *c,
                      struct arena *a, struct str field[static COLUMNS])
{
    enum absence absence = published_absence(c);
    struct str zero = absence == ABSENCE_INV ? STR("0") : STR("");
    field[0] = published_measure(t);
    field[1] = published_level(c);
    field[2] = published_id(c);
    field[3] = published_period(c);
    field[4] = field[5] = zero;
    field[6] = STR("");
    field[7] = absence_word(absence);
    struct published_figure figure;
    if (!published_figure(c, &figure))
        return;
    field[4] = figure.numerator_text;
    field[5] = figure.denominator_text.len > 0 ? figure.denominator_text
                                               : str_fmt(a, "%lld", (long long)figure.denominator);
    field[6] = figure.value_text;
}

void dataset_csv(struct sb *out, const struct published_table *t)
{
    struct arena *scratch = arena_open(ARENA_BLOCK);
    for (size_t k = 0; k < COLUMNS; k++) {
        sb_put(out, k > 0 ? STR(",") : STR(""));
        sb_put(out, COLUMN[k]);
    }
    sb_char(out, '\n');
    for (size_t i = 0; i < published_count(t); i++, arena_reset(scratch)) {
        struct str field[COLUMNS];
        fields_of(t, published_at(t, i), scratch, field);
        for (size_t k = 0; k < COLUMNS; k++) {
            sb_put(out, k > 0 ? STR(",") : STR(""));
            csv_put(out, field[k], ',');
        }
        sb_char(out, '\n');
    }
    arena_close(scratch);
}

void dataset_json(struct sb *out, const struct published_table *t)
{
    struct arena *scratch = arena_open(ARENA_BLOCK);
    struct json j = json_open(out);
    json_array(&j);
    for (size_t i = 0; i < published_count(t); i++, arena_reset(scratch)) {
        struct str field[COLUMNS];
        fields_of(t, published_at(t, i), scratch, field);
        json_object(&j);
        for (size_t k = 0; k < COLUMNS; k++) {
            json_key(&j, COLUMN[k]);
            json_str(&j, field[k]);
        }
        json_object_end(&j);
    }
    json_array_end(&j);
    arena_close(scratch);
}
