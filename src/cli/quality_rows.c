/* The rows that one check finds: for people with why it matters and what to do. */
#include "cli/code_word.h"
#include "cli/print.h"
#include "cli/quality.h"
#include "cli/wrap.h"
#include "engine/expr_words.h"
#include "web/number.h"

enum { SHOWN_MOST = 100 /* rows of a table; files have all */ };
enum { C_CHECK, C_UNIT, C_PERSON, C_TABLE, C_DATE, C_CODE, C_VALUE, C_SOUGHT, C_MEAN, COLUMNS };
static const struct print_column FILE_COLUMN[COLUMNS] = {
    [C_CHECK] = {.name = "check"},
    [C_UNIT] = {.name = "unit"},
    [C_PERSON] = {.name = "person"},
    [C_TABLE] = {.name = "table"},
    [C_DATE] = {.name = "date"},
    [C_CODE] = {.name = "code"},
    [C_VALUE] = {.name = "value"},
    [C_SOUGHT] = {.name = "sought_on"},
    [C_MEAN] = {.name = "mean", .number = true},
};
enum { T_UNIT, T_PERSON, T_DATE, T_SOUGHT, T_CODE, T_VALUE, T_MEAN, TABLE_COLUMNS };
/* What people see of a row, and what it is then called: of the listed the row is the listing, and
 * of figures there is no person. */
struct view {
    unsigned count;
    struct {
        unsigned field;
        enum text title;
    } column[TABLE_COLUMNS];
};
#define VIEW_OF_ROWS                                                                               \
    {                                                                                              \
        5,                                                                                         \
        {                                                                                          \
            {T_UNIT, TEXT_QUALITY_COLUMN_UNIT}, {T_PERSON, TEXT_QUALITY_COLUMN_PERSON},            \
                {T_DATE, TEXT_QUALITY_COLUMN_DATE}, {T_CODE, TEXT_QUALITY_COLUMN_CODE},            \
                {T_VALUE, TEXT_QUALITY_COLUMN_VALUE},                                              \
        }                                                                                          \
    }
static const struct view VIEW[] = {
    [CHECK_ROWS] = VIEW_OF_ROWS,
    [CHECK_PERSONS] = {4,
                       {{T_UNIT, TEXT_QUALITY_COLUMN_UNIT},
                        {T_PERSON, TEXT_QUALITY_COLUMN_PERSON},
                        {T_DATE, TEXT_QUALITY_COLUMN_LISTED_SINCE},
                        {T_CODE, TEXT_QUALITY_COLUMN_LISTED_BY}}},
    [CHECK_FIGURES] = {4,
                       {{T_UNIT, TEXT_QUALITY_COLUMN_UNIT},
                        {T_DATE, TEXT_QUALITY_COLUMN_DATE},
                        {T_CODE, TEXT_QUALITY_COLUMN_MEASURE},
                        {T_VALUE, TEXT_QUALITY_COLUMN_VALUE}}},
    [CHECK_SERIES] = {4,
                      {{T_UNIT, TEXT_QUALITY_COLUMN_UNIT},
                       {T_DATE, TEXT_QUALITY_COLUMN_DATE},
                       {T_VALUE, TEXT_QUALITY_COLUMN_VALUE},
                       {T_MEAN, TEXT_QUALITY_COLUMN_MEAN}}},
    [CHECK_REGISTRY] = VIEW_OF_ROWS,
};
/* Of a check that asks how long after it was asked for a contact came. */
static const struct view VIEW_OF_WAITING = {6,
                                            {{T_UNIT, TEXT_QUALITY_COLUMN_UNIT},
                                             {T_PERSON, TEXT_QUALITY_COLUMN_PERSON},
                                             {T_DATE, TEXT_QUALITY_COLUMN_DATE},
                                             {T_SOUGHT, TEXT_QUALITY_COLUMN_SOUGHT},
                                             {T_CODE, TEXT_QUALITY_COLUMN_CODE},
                                             {T_VALUE, TEXT_QUALITY_COLUMN_VALUE}}};

struct showing {
    const struct quality *q;
    const struct check *check;
    const struct view *view;
    struct print *print;
    struct arena *arena;    /* of a row */
    uint64_t shown, behind; /* of those there is no room for */
    struct quality_left_out left_out;
};

static bool is_for_people(const struct showing *w)
{
    return w->q->cli->format == FORMAT_TABLE;
}

static bool asks_waiting(const struct expr *e)
{
    return e && (e->op == EXPR_SOUGHT || asks_waiting(e->a) || asks_waiting(e->b));
}

static const struct view *view_of(const struct check *c)
{
    return c->rows && asks_waiting(c->rows->where) ? &VIEW_OF_WAITING : &VIEW[c->kind];
}

static struct str person_text(const struct showing *w, struct person_id id)
{
    char text[PERSON_ID_TEXT];
    if (id.packed == 0)
        return STR("");
    return str_copy(w->arena, person_id_format(id, text));
}

static struct str moment(const struct showing *w, const struct explain_line *line)
{
    char day[DAY_TEXT];
    struct str date = day_format(line->day, day);
    if (line->minute < 0)
        return str_copy(w->arena, date);
    return str_fmt(w->arena, "%.*sT%02d:%02d", STR_FMT(date), line->minute / 60, line->minute % 60);
}

static bool put_record(struct showing *w, const struct check_row *row, struct person_id id,
                       struct err *err)
{
    const struct snapshot *s = w->q->s;
    const struct explain_line *line = &row->line;
    struct str field[COLUMNS] = {[C_CHECK] = w->check->of.id,
                                 [C_PERSON] = person_text(w, id),
                                 [C_TABLE] = line->is_row ? expr_table_name(line->table) : STR(""),
                                 [C_DATE] = moment(w, line),
                                 [C_CODE] = line->code,
                                 [C_VALUE] = line->value,
                                 [C_SOUGHT] = row->sought_on,
                                 [C_MEAN] = row->mean};
    if (line->unit < s->units)
        field[C_UNIT] = hsaid_str(&s->unit_id[line->unit]);
    return print_row(w->print, field, err);
}

static struct print *open_table(const struct showing *w)
{
    struct arena *a = w->q->cli->arena;
    const struct view *v = w->view;
    struct print_column *column = ARENA_NEW(a, struct print_column, TABLE_COLUMNS);
    for (unsigned i = 0; i < v->count; i++) {
        unsigned field = v->column[i].field;
        column[i] = (struct print_column){
            .name = "",
            .title = v->column[i].title,
            .number = w->check->kind == CHECK_SERIES && (field == T_VALUE || field == T_MEAN),
            .wraps = field == T_UNIT || field == T_CODE || field == T_VALUE};
    }
    return print_open(w->q->cli, column, v->count);
}

/* Without the time of day, which leaves more room for the unit's name: files have it. */
static bool put_table_row(struct showing *w, const struct check_row *row, struct person_id id,
                          struct err *err)
{
    char day[DAY_TEXT];
    enum lang lang = w->q->cli->lang;
    struct str value = row->line.value;
    if (w->check->kind == CHECK_SERIES)
        value = number_decimal(w->arena, lang, value, 0);
    const struct str all[TABLE_COLUMNS] = {[T_UNIT] = quality_unit_name(w->q->s, row->line.unit),
                                           [T_PERSON] = person_text(w, id),
                                           [T_DATE] = day_format(row->line.day, day),
                                           [T_SOUGHT] = row->sought_on,
                                           [T_CODE] = code_word(w->arena, lang, &row->line),
                                           [T_VALUE] = value,
                                           [T_MEAN] = number_decimal(w->arena, lang, row->mean, 0)};
    struct str field[TABLE_COLUMNS];
    for (unsigned i = 0; i < w->view->count; i++) /* rows of a table wait for its end */
        field[i] = str_copy(w->q->cli->arena, all[w->view->column[i].field]);
    return print_row(w->print, field, err);
}

static bool take(void *state, const struct check_row *row, struct person_id id, struct err *err)
{
    struct showing *w = state;
    if (is_for_people(w) && w->shown == SHOWN_MOST) {
        w->behind++;
        return true;
    }
    w->shown++;
    bool good = is_for_people(w) ? put_table_row(w, row, id, err) : put_record(w, row, id, err);
    arena_reset(w->arena);
    return good;
}

/* ---- around them ---- */

static bool begin(void *state, struct err *err)
{
    struct showing *w = state;
    struct cli *cli = w->q->cli;
    enum lang lang = cli->lang;
    struct sb out = sb_open(cli->arena, 1024), mend = sb_open(cli->arena, 512);
    w->print = is_for_people(w) ? open_table(w) : print_open(cli, FILE_COLUMN, COLUMNS);
    if (!is_for_people(w))
        return true;
    sb_fmt(&out, "%.*s\n\n", STR_FMT(w->check->of.name[lang]));
    wrap(&out, w->check->of.text[lang]);
    text_fill(&mend, lang, TEXT_QUALITY_MEND, &w->check->mend[lang], 1);
    sb_char(&out, '\n');
    wrap(&out, sb_str(&mend));
    sb_char(&out, '\n');
    return cli_write(cli->out, sb_str(&out), err);
}

static void put_left(const struct showing *w, struct sb *out, enum text text, uint64_t count)
{
    struct cli *cli = w->q->cli;
    struct sb line = sb_open(cli->arena, 128);
    struct str n = number_count(cli->arena, cli->lang, (int64_t)count);
    if (count == 0)
        return;
    text_fill(&line, cli->lang, text, &n, 1);
    wrap(out, sb_str(&line));
}

/* Behind the table; of files beside them. */
static bool put_end(const struct showing *w, struct err *err)
{
    struct cli *cli = w->q->cli;
    struct sb out = sb_open(cli->arena, 512);
    uint64_t left_out = w->left_out.is_protected + w->left_out.blocked;
    if (w->shown == 0 && left_out == 0 && is_for_people(w))
        wrap(&out, text_get(cli->lang, TEXT_QUALITY_NOTHING));
    put_left(w, &out, TEXT_QUALITY_BEHIND, w->behind);
    put_left(w, &out, TEXT_QUALITY_PROTECTED, w->left_out.is_protected);
    put_left(w, &out, TEXT_QUALITY_BLOCKED, w->left_out.blocked);
    return sb_str(&out).len == 0 ||
           cli_write(is_for_people(w) ? cli->out : cli->note, sb_str(&out), err);
}

bool quality_rows(struct quality *q, struct err *err)
{
    struct cli *cli = q->cli;
    const struct check *c = q->ask.check[0];
    struct showing w = {.q = q, .check = c, .view = view_of(c)};
    const struct quality_ask ask = {.of = q->ask, .unit = q->unit, .actor = q->actor};
    const struct quality_reader to = {&w, begin, take, &w.left_out};
    w.arena = arena_open(ARENA_BLOCK);
    bool good = quality_show_rows(cli->arena, q->in, q->s, &ask, &to, err) &&
                (w.shown == 0 && is_for_people(&w) ? true : print_end(w.print, err)) &&
                put_end(&w, err);
    arena_close(w.arena);
    return good;
}
