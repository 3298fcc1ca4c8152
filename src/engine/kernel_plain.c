/* Most of what an evaluation of one month-end costs is not reading but the handful of rows of each
 * person; here they are compared with each other, without a list, an index of staff or lanes. */
#include "engine/kernel.h"

#include <string.h>

struct kernel_plain {
    const uint8_t *meets; /* by shape: bit f where its rows with the facts f count */
    bool once_a_day;
    uint32_t leaves;
    uint32_t leaf[]; /* nodes */
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
    if (w->months != 1 || p->filters != 1 || p->lists != 1 || p->selections != 1 ||
        !p->only_contacts || p->list->paired != PLAN_NONE || p->list->without != PLAN_NONE ||
        !asks_rows_only(&p->rows[EXPR_CONTACTS], w->snapshot->shapes))
        return false;
    const struct kernel_days *days = w->window[0]; /* all marks are to be in it */
    if (!days || days->from > w->first_day[EXPR_CONTACTS] || days->to < w->last_day)
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
    plain->once_a_day = p->list->once_a_day;
    plain->meets = meets_of(a, &p->rows[EXPR_CONTACTS], w->snapshot->shapes);
    for (uint32_t i = 0; i < p->nodes; i++)
        if (p->node[i].op >= PLAN_WORDS)
            plain->leaf[plain->leaves++] = i;
    return plain;
}

/* ---- a person's rows ---- */

/* No member of staff's. */
static const uint32_t APART[PLAIN_APART] = {UINT32_MAX,     UINT32_MAX - 1, UINT32_MAX - 2,
                                            UINT32_MAX - 3, UINT32_MAX - 4, UINT32_MAX - 5,
                                            UINT32_MAX - 6, UINT32_MAX - 7};

/* Of the rows of one day the first of each member of staff. */
static void keep_once_a_day(struct plain_rows *r)
{
    uint32_t *staff = r->staff + PLAIN_APART, count = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        bool is_first = true;
        for (uint32_t k = count; k > 0 && r->day[k - 1] == r->day[i]; k--)
            is_first &= staff[k - 1] != staff[i];
        staff[count] = staff[i];
        r->day[count] = r->day[i];
        count += is_first;
    }
    r->count = count;
}

/* Each marked row is written, and stays where it counts. Copied and inline, so that what is the
 * same for all rows is known to be. */
__attribute__((always_inline)) static inline bool
take(const struct kernel_plain *plain, const struct kernel_marks *marks,
     const struct snapshot_contacts c, const uint32_t *place_of, struct plain_rows *out)
{
    const uint8_t *meets = plain->meets;
    uint32_t *kept = out->staff + PLAIN_APART, place = out->place, count = 0, before = UINT32_MAX;
    uint32_t end = c.first[out->person + 1];
    bool shares_a_day = false;
    for (uint32_t first = c.first[out->person]; first < end; first += 64)
        for (uint64_t bits = kernel_marked(marks, first, end); bits != 0; bits &= bits - 1) {
            uint32_t row = first + (uint32_t)__builtin_ctzll(bits);
            uint32_t staff = narrow_at(c.staff, row), day = c.day[row];
            unsigned facts = (place_of[narrow_at(c.unit, row)] == place ? ROW_HERE : 0) |
                             (staff != 0 ? ROW_STAFF : 0);
            if (count == PLAIN_MOST)
                return false;
            kept[count] = staff;
            out->day[count] = (uint16_t)day;
            count += meets[narrow_at(c.shape, row)] >> facts & 1;
            shares_a_day |= day == before;
            before = day;
        }
    out->count = count;
    if (shares_a_day && plain->once_a_day)
        keep_once_a_day(out);
    return true;
}

bool kernel_plain_take(const struct kernel *k, const struct kernel_plain *plain,
                       const uint32_t *place_of, struct plain_rows *out)
{
    struct snapshot_contacts c = k->world->snapshot->contacts;
    const struct kernel_marks *marks = &k->mark_of[EXPR_CONTACTS];
    bool taken;
    if (c.staff.width == 2 && c.unit.width == 1 && c.shape.width == 1) {
        c.staff.width = 2; /* what most regions have, known when compiled */
        c.unit.width = c.shape.width = 1;
        taken = take(plain, marks, c, place_of, out);
    } else {
        taken = take(plain, marks, c, place_of, out);
    }
    memcpy(out->staff, APART, sizeof APART);
    if (taken)
        memcpy(out->staff + PLAIN_APART + out->count, APART, sizeof APART);
    return taken;
}

/* ---- patterns: what an index is made of, packed ---- */

enum { BITS = 5, SQUARES_BITS = 10 };
_Static_assert(PLAIN_MOST < 1 << BITS && PLAIN_MOST * PLAIN_MOST < 1 << SQUARES_BITS, "room");

static uint32_t pack(const struct index_counts *c, bool has_unknown)
{
    uint32_t packed = (uint32_t)c->squares;
    packed = packed << BITS | (uint32_t)c->rows;
    packed = packed << BITS | (uint32_t)c->providers;
    packed = packed << BITS | (uint32_t)c->most;
    packed = packed << BITS | (uint32_t)c->pairs;
    return packed << 1 | has_unknown;
}

static struct index_counts unpack(uint32_t packed, bool *has_unknown)
{
    enum { MASK = (1 << BITS) - 1 };
    *has_unknown = packed & 1;
    packed >>= 1;
    return (struct index_counts){.pairs = packed & MASK,
                                 .most = packed >> BITS & MASK,
                                 .providers = packed >> 2 * BITS & MASK,
                                 .rows = packed >> 3 * BITS & MASK,
                                 .squares = packed >> 4 * BITS};
}

uint32_t kernel_plain_pattern(const struct kernel *k, const struct plain_rows *rows)
{
    const uint32_t *staff = rows->staff + PLAIN_APART;
    bool has_unknown;
    struct index_counts now = rows->count <= SIMD_FEW
                                  ? k->world->simd->few(staff, rows->count, &has_unknown)
                                  : simd_counts(staff, rows->count, &has_unknown);
    return pack(&now, has_unknown);
}

void kernel_plain_fill(struct kernel *k, const struct kernel_plain *plain, uint32_t pattern,
                       uint32_t item)
{
    bool has_unknown;
    const struct index_counts now = unpack(pattern, &has_unknown);
    k->month[item] = 0;
    for (uint32_t i = 0; i < plain->leaves; i++) {
        const struct plan_node *n = &k->world->program->node[plain->leaf[i]];
        int32_t *out = &lane(&k->lanes, plain->leaf[i])[item];
        uint64_t q;
        *out = (int32_t)now.rows;
        if (n->op == PLAN_DISTINCT)
            *out = (int32_t)(now.providers - has_unknown);
        else if (n->op == PLAN_INDEX &&
                 !index_fraction(n->index, &now, &lane_wide(&k->lanes, n)[item], &q))
            *out = 0;
    }
}
