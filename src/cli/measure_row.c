#include "cli/measure_row.h"

enum { MEASURE, LEVEL, ID, PERIOD, NUMERATOR, DENOMINATOR, VALUE, MISSING };
const struct print_column MEASURE_COLUMN[MEASURE_COLUMNS] = {
    [MEASURE] = {.name = "measure"},
    [LEVEL] = {.name = "level"},
    [ID] = {.name = "id"},
    [PERIOD] = {.name = "period"},
    [NUMERATOR] = {.name = "numerator", .number = true},
    [DENOMINATOR] = {.name = "denominator", .number = true},
    [VALUE] = {.name = "value", .number = true},
    [MISSING] = {.name = "missing"},
};

void measure_row(struct arena *a, const struct eval_table *t, size_t place, unsigned month,
                 struct str field[static MEASURE_COLUMNS])
{
    char period[MONTH_TEXT];
    struct cell_text text = cell_text(a, t->definition, cell_at(t, place, month));
    field[MEASURE] = t->definition->id;
    field[LEVEL] = level_word(t->level);
    field[ID] = t->place[place].id;
    field[PERIOD] = str_copy(a, month_format((struct month){t->first.n + (int32_t)month}, period));
    field[NUMERATOR] = text.numerator;
    field[DENOMINATOR] = text.denominator;
    field[VALUE] = text.value;
    field[MISSING] = text.missing;
}
