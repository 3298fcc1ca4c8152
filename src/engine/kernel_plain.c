/* One list of contacts at one month-end: the rows of a person that count are few, and compared with
 * each other where they stand. */
#include "engine/kernel.h"

enum { MOST = 32 /* rows */ };

struct kernel_plain {
    const uint8_t *meets; /* by shape: bit f where its rows with the facts f count */
    uint32_t leaves;
    uint32_t leaf[]; /* nodes */
};

/* Of a person, by day. */
struct plain_rows {
    uint32_t staff[MOST + 1];
    uint16_t day[MOST + 1];
    uint32_t count;
};

/* ---- which programs ---- */

static bool asks_rows_only(const struct plan_rows *r, uint32_t shapes)
{
    for (uint32_t shape = 0; shape < shapes; shape++)
        if (r->use[shape] & SHAPE_ASKS_DOCTOR)
            return false;
    return r->lags == 0;
}

static bool is_plain(const struct kernel_world *w)
{
    const struct plan_program *p = w->program;
    if (w->months != 1 || p->filters != 1 || p->lists != 1 || !p->only_contacts ||
        p->list->paired != PLAN_NONE || p->list->without != PLAN_NONE ||
        !asks_rows_only(&p->rows[EXPR_CONTACTS], w->snapshot->shapes))
        return false;
    for (uint32_t i = 0; i < p->selections; i++)
        if (!w->window[i])
            return false;
    for (uint32_t i = 0; i < p->nodes; i++) {
        const struct plan_node *n = &p->node[i];
        bool counts_staff = n->op == PLAN_DISTINCT && n->of == DISTINCT_STAFF;
        if (n->op >= PLAN_WORDS && n->op != PLAN_COUNT && n->op != PLAN_INDEX && !counts_staff)
            return false;
    }
    return true;
}

static const uint8_t *meets_of(struct arena *a, const struct plan_rows *r, uint32_t shapes)
{
    uint8_t *meets = ARENA_NEW(a, uint8_t, (size_t)shapes + 1);
    for (uint32_t shape = 0; shape < shapes; shape++)
        for (unsigned facts = 0; facts <= (ROW_HERE | ROW_STAFF); facts++) {
            size_t row = plan_row(r, shape, facts);
            meets[shape] |= (uint8_t)((r->first[row] < r->first[row + 1]) << facts);
        }
    return meets;
}

const struct kernel_plain *kernel_plain_open(struct arena *a, const struct kernel_world *w)
{
    const struct plan_program *p = w->program;
    if (!is_plain(w))
        return NULL;
    struct kernel_plain *plain = arena_take(a, sizeof *plain + p->nodes * sizeof *plain->leaf,
                                            _Alignof(struct kernel_plain), 1);
    plain->meets = meets_of(a, &p->rows[EXPR_CONTACTS], w->snapshot->shapes);
    for (uint32_t i = 0; i < p->nodes; i++)
        if (p->node[i].op >= PLAN_WORDS)
            plain->leaf[plain->leaves++] = i;
    return plain;
}

/* ---- a person's rows ---- */

/* Each marked row is written, and stays where it counts. False: there are too many. */
static inline bool take_rows(const struct kernel *k, const struct kernel_run *run,
                             struct plain_rows *out)
{
    const struct snapshot_contacts c = k->world->snapshot->contacts;
    const uint8_t *meets = k->plain->meets;
    const uint32_t *place_of = run->place_of, place = run->place;
    struct kernel_marked m = kernel_marked(&k->mark_of[EXPR_CONTACTS], c.first, run->person);
    uint32_t count = 0;
    for (uint32_t row; kernel_next_row(&m, &row);) {
        uint32_t staff = narrow_at(c.staff, row);
        unsigned facts = (place_of[narrow_at(c.unit, row)] == place ? ROW_HERE : 0) |
                         (staff != 0 ? ROW_STAFF : 0);
        if (count == MOST)
            return false;
        out->staff[count] = staff;
        out->day[count] = c.day[row];
        count += meets[narrow_at(c.shape, row)] >> facts & 1;
    }
    out->count = count;
    return true;
}

static bool share_a_day(const struct plain_rows *r)
{
    bool any = false;
    for (uint32_t i = 1; i < r->count; i++)
        any |= r->day[i - 1] == r->day[i];
    return any;
}

/* Of the rows of one day the first of each member of staff. */
static void keep_once_a_day(struct plain_rows *r)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        bool is_first = true;
        for (uint32_t k = count; k > 0 && r->day[k - 1] == r->day[i]; k--)
            is_first &= r->staff[k - 1] != r->staff[i];
        r->staff[count] = r->staff[i];
        r->day[count] = r->day[i];
        count += is_first;
    }
    r->count = count;
}

/* Of [begin, end). */
static struct index_counts counts_of(const struct plain_rows *r, uint32_t begin, uint32_t end)
{
    struct index_counts now = {.rows = end - begin};
    for (uint32_t i = begin; i < end; i++) {
        uint32_t had = 0;
        for (uint32_t k = begin; k < i; k++)
            had += r->staff[k] == r->staff[i];
        now.providers += had == 0;
        now.squares += 2 * (uint64_t)had + 1;
        now.most = had + 1 > now.most ? had + 1 : now.most;
        now.pairs += i > begin && r->staff[i - 1] == r->staff[i];
    }
    return now;
}

static uint32_t unknown_in(const struct plain_rows *r, uint32_t begin, uint32_t end)
{
    uint32_t any = 0;
    for (uint32_t i = begin; i < end; i++)
        any |= r->staff[i] == 0;
    return any;
}

/* ---- its lanes ---- */

static void fill_leaf(struct kernel *k, uint32_t item, uint32_t node, const struct plain_rows *r)
{
    const struct plan_node *n = &k->world->program->node[node];
    struct kernel_days days = k->world->window[n->selection][0];
    uint32_t begin = 0, end = r->count;
    while (begin < end && r->day[begin] < days.from)
        begin++;
    while (end > begin && r->day[end - 1] > days.to)
        end--;
    int32_t *out = &lane(&k->lanes, node)[item];
    *out = (int32_t)(end - begin);
    if (n->op == PLAN_COUNT)
        return;
    struct index_counts now = counts_of(r, begin, end);
    uint64_t q;
    if (n->op == PLAN_DISTINCT)
        *out = (int32_t)(now.providers - unknown_in(r, begin, end));
    else if (!index_fraction(n->index, &now, &lane_wide(&k->lanes, n)[item], &q))
        *out = 0;
}

enum kernel_plain_found kernel_plain(struct kernel *k, struct kernel_run *run)
{
    const struct plan_program *p = k->world->program;
    struct plain_rows rows;
    kernel_see(k, run->person);
    if (!take_rows(k, run, &rows))
        return PLAIN_TOO_MANY;
    if (p->list->once_a_day && share_a_day(&rows))
        keep_once_a_day(&rows);
    if (rows.count == 0 || rows.count < p->least_rows)
        return PLAIN_NOTHING;
    run->found = plan_gate(0);
    run->items = 1;
    k->month[run->item] = (uint16_t)run->from;
    for (uint32_t i = 0; i < k->plain->leaves; i++)
        fill_leaf(k, run->item, k->plain->leaf[i], &rows);
    return PLAIN_COUNTED;
}
