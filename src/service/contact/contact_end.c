#include "service/contact/contact_end.h"

#include "domain/contact_end.h"
#include "service/message/message.h"
#include "store/listing_store.h"
#include "store/message_store.h"
#include "store/opt_out_store.h"

#include <stdlib.h>

BAG_TAKE(take_listed, struct contact_listed)
BAG_TAKE(take_doctor, struct contact_now)
BAG_TAKE(take_row, struct contact_was)
BAG_TAKE(take_open, struct contact_open)
BAG_TAKE(take_gone, struct message_again)

/* ---- what ends it ---- */

static bool read_listed(struct act *act, int64_t person, struct contact_plan *out, struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_listed);
    *out = (struct contact_plan){.opted_out = DAY_NONE};
    if (!listing_each_stated_of(act->work.db, person,
                                (struct contact_listed_reader){&rows, take_listed}, err))
        return false;
    out->listed = bag_array(act->arena, &rows);
    out->listings = rows.count;
    return true;
}

static bool read_doctors(struct act *act, int64_t person, struct day from, struct contact_plan *out,
                         struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_now);
    if (!named_contact_doctors_from(act->work.db, person, from,
                                    (struct contact_now_reader){&rows, take_doctor}, err))
        return false;
    out->doctor = bag_array(act->arena, &rows);
    out->doctors = rows.count;
    return true;
}

/* Of whom it is asked, and from which day on. */
struct asking {
    struct act *act;
    int64_t person;
    struct day from;
};

static bool next_end(const struct asking *k, const struct contact_now *contact,
                     struct contact_plan *plan, struct contact_ending *out, struct err *err)
{
    struct day first = day_later(contact->from, k->from);
    if (!opt_out_first(k->act->work.db, k->person, first, &plan->opted_out, err))
        return false;
    *out = contact_end_next(contact, plan, k->from);
    return true;
}

/* Its own end holds where nothing ends it sooner. Who has no end gets none from who begins later:
 * that is in effect without being said. */
static bool row_end(const struct asking *k, const struct contact_was *row,
                    const struct contact_plan *plan, struct contact_ending *out, struct err *err)
{
    struct contact_plan of_row = *plan;
    if (!row->is_gone && day_is_none(row->last))
        of_row.doctors = 0;
    if (!next_end(k, &row->was, &of_row, out, err))
        return false;
    if (!day_is_none(row->own_last) && out->row != 0 && row->own_last.n <= out->on.n)
        out->row = 0;
    return true;
}

static struct day last_of(const struct contact_was *row, const struct contact_ending *ends)
{
    return ends->row != 0 ? ends->on : row->own_last;
}

bool contact_new_end(struct act *act, int64_t person, const struct contact_new *contact,
                     struct contact_ending *out, struct err *err)
{
    enum { NOT_STATED_YET = -1 };
    struct asking asking = {act, person, contact->from};
    struct contact_now now = {NOT_STATED_YET, contact->kind, contact->staff, contact->unit,
                              contact->from};
    struct contact_plan plan;
    *out = (struct contact_ending){.row = 0};
    return contact->kind != KIND_DOCTOR ||
           (read_listed(act, person, &plan, err) && next_end(&asking, &now, &plan, out, err));
}

/* ---- what the person is told ---- */

static struct message end_of(int64_t person, const struct contact_now *row, struct day last)
{
    return (struct message){.person = person,
                            .kind = MESSAGE_CONTACT_ENDED,
                            .unit = row->unit,
                            .staff = row->staff,
                            .from = {last.n + 1}};
}

static struct message begin_of(int64_t person, const struct contact_now *row)
{
    struct message m = end_of(person, row, row->from);
    m.kind = MESSAGE_CONTACT_ASSIGNED;
    m.from = row->from;
    return m;
}

bool contact_tell_end(struct act *act, int64_t person, const struct contact_new *contact,
                      const struct contact_ending *ends, struct err *err)
{
    struct contact_now now = {ends->row, contact->kind, contact->staff, contact->unit,
                              contact->from};
    struct message message = end_of(person, &now, ends->on);
    return ends->row == 0 || message_add(act, &message, err);
}

static bool is_of(const struct contact_now *row, const struct contact_now *doctor)
{
    return hsaid_eq(&row->staff, &doctor->staff) && hsaid_eq(&row->unit, &doctor->unit);
}

bool contact_tell_next(struct act *act, int64_t person, const struct contact_now *after,
                       struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_was);
    const struct contact_was *next = NULL;
    if (!named_contact_reaching(act->work.db, person, after->from,
                                (struct contact_was_reader){&rows, take_row}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) { /* who begins last comes first */
        const struct contact_was *row = bag_at(&rows, i);
        if (row->was.from.n > after->from.n)
            next = row;
    }
    bool is_same = next && is_of(&next->was, after);
    if (!next || (after->staff.text[0] && !is_same))
        return true;
    struct message begins = begin_of(person, &next->was),
                   stops = end_of(person, &next->was, next->last);
    bool ends = !day_is_none(next->last) && next->why != END_REPLACED;
    return (is_same || message_add_unsaid(act, &begins, err)) &&
           (!ends || message_add_unsaid(act, &stops, err));
}

struct anew {
    struct act *act;
    const struct contact_listed_anew *l;
    const struct contact_was *row; /* who begins last comes first */
    size_t rows;
    struct contact_ending *ends; /* of each */
    bool *stands;                /* each as it is */
    struct bag open;             /* struct contact_open, as they were in effect */
};

static bool is_open(const struct bag *open, int64_t row)
{
    for (size_t i = 0; i < open->count; i++)
        if (((const struct contact_open *)bag_at(open, i))->now.row == row)
            return true;
    return false;
}

/* That it ends, or sooner than was said: of one whom the person has, or is to have, or had until a
 * change of which a file alone spoke. Where one whom they have is replaced they are told who comes;
 * who was to come, and now never begins, is still waited for. */
static bool tell_sooner(const struct anew *n, const struct contact_was *row,
                        const struct contact_ending *ends, struct err *err)
{
    bool is_replaced = ends->why == END_REPLACED, begins = row->was.from.n <= ends->on.n;
    bool is_known = is_open(&n->open, row->stated) || ends->on.n < n->l->from.n - 1;
    struct day last = {is_replaced ? row->was.from.n - 1 : ends->on.n};
    struct message now = end_of(n->l->person, &row->was, last);
    return (is_replaced && begins) || !is_known || message_add_unsaid(n->act, &now, err);
}

/* That it stands, or ends later: who was told of the end that holds no more, or who came after it,
 * or has not been told of the one that does. Who is replaced stands until then: they know who
 * comes. */
static bool tell_later(struct act *act, int64_t person, const struct contact_was *row,
                       const struct contact_ending *ends, struct day gone, struct err *err)
{
    struct day last = last_of(row, ends);
    bool stands = day_is_none(last) || (ends->row != 0 && ends->why == END_REPLACED);
    bool is_said = false, is_known = stands || ends->row == 0;
    struct message was = end_of(person, &row->was, row->is_gone ? gone : row->last),
                   begins = begin_of(person, &row->was), stops = end_of(person, &row->was, last);
    if (!message_is_said(act->work.db, &was, &is_said, err) ||
        (!is_known && !message_is_said(act->work.db, &stops, &is_known, err)))
        return false;
    is_said = is_said || (!row->is_gone && row->why == END_REPLACED);
    return (!is_said || !(stands || row->is_gone) || message_add_unsaid(act, &begins, err)) &&
           (stands || (!is_said && is_known) || message_add_unsaid(act, &stops, err));
}

/* ---- listings are others ---- */

static bool read_rows(struct act *act, const struct contact_listed_anew *l, struct bag *out,
                      struct err *err)
{
    struct contact_taken_back by = {l->person, l->change, l->is_plan ? l->from : DAY_NONE};
    struct contact_was_reader reader = {out, take_row};
    return named_contact_reaching(act->work.db, l->person, l->from, reader, err) &&
           (l->change == 0 ||
            named_contact_taken_back(act->work.db, &by, act->work.position, reader, err));
}

static int begins_last(const void *a, const void *b)
{
    const struct contact_was *x = a, *y = b;
    return (x->was.from.n < y->was.from.n) - (x->was.from.n > y->was.from.n);
}

/* On the same day too, where that was of who came, and now is of something else. */
static bool ends_sooner(const struct contact_was *row, const struct contact_ending *ends)
{
    struct day last = last_of(row, ends);
    if (row->is_gone || day_is_none(last))
        return false;
    return day_is_none(row->last) || last.n < row->last.n ||
           (last.n == row->last.n && row->why == END_REPLACED);
}

/* Of a doctor who is said twice the sooner row held until this one was to begin, or ends by the
 * same, or is told to stand again until then: what becomes of that one is told. */
static bool is_continued(const struct anew *n, const struct contact_was *row, bool sooner)
{
    int32_t before = row->was.from.n - 1;
    bool found = false;
    for (size_t i = (size_t)(row - n->row) + 1; i < n->rows; i++) {
        const struct contact_was *k = &n->row[i];
        struct day last = last_of(k, &n->ends[i]);
        bool held = !k->is_gone && (!n->stands[i] || day_is_none(k->last) || k->last.n >= before);
        bool holds = (day_is_none(last) || (last.n >= k->was.from.n && last.n >= before)) &&
                     !n->stands[i] && !ends_sooner(k, &n->ends[i]);
        found |= is_of(&k->was, &row->was) && (sooner ? held : holds);
    }
    return found;
}

static bool state_anew(const struct anew *n, const struct contact_was *row,
                       const struct contact_ending *ends, struct err *err)
{
    struct day last = last_of(row, ends), gone = {n->l->from.n - 1};
    bool is_replaced = ends->row != 0 && ends->why == END_REPLACED,
         was_replaced = row->why == END_REPLACED, sooner = ends_sooner(row, ends);
    bool is_same = !row->is_gone && row->last.n == last.n && is_replaced == was_replaced;
    /* Of one who is replaced nothing is told of the sooner row. */
    bool is_dropped = last.n < row->was.from.n && !is_replaced;
    bool is_of_another = (!sooner || is_dropped) && is_continued(n, row, sooner);
    return named_contact_state_anew(n->act->work.db, row, ends, n->act->work.position, err) &&
           (is_same || is_of_another ||
            (sooner ? tell_sooner(n, row, ends, err)
                    : tell_later(n->act, n->l->person, row, ends, gone, err)));
}

/* Who does not begin replaces nobody. */
static bool decide(struct anew *n, struct contact_plan *plan, struct err *err)
{
    struct asking asking = {n->act, n->l->person, n->l->from};
    struct contact_now *begins = ARENA_NEW(n->act->arena, struct contact_now, n->rows);
    plan->doctor = begins;
    for (size_t i = 0; i < n->rows; i++) {
        const struct contact_was *row = &n->row[i];
        struct contact_ending *ends = &n->ends[i];
        struct asking of_row = asking;
        /* What took it back may stand all the same, before the day that is asked of. */
        if (row->is_gone && row->was.from.n < asking.from.n)
            of_row.from = row->was.from;
        if (!row_end(&of_row, row, plan, ends, err))
            return false;
        struct day last = last_of(row, ends);
        bool is_some = day_is_none(last) || last.n >= row->was.from.n;
        bool is_same = last.n == row->last.n && (ends->row == 0 || ends->why == row->why);
        n->stands[i] = row->is_gone ? !is_some : is_same;
        if (is_some)
            begins[plan->doctors++] = row->was;
    }
    return true;
}

bool contact_ends_anew(struct act *act, const struct contact_listed_anew *l, struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_was);
    struct anew n = {.act = act, .l = l, .open = BAG_OPEN(act->arena, struct contact_open)};
    struct contact_plan plan;
    if (!read_rows(act, l, &rows, err))
        return false;
    if (rows.count == 0)
        return true;
    struct contact_was *row = bag_array(act->arena, &rows);
    qsort(row, rows.count, sizeof *row, begins_last);
    n.row = row;
    n.rows = rows.count;
    n.ends = ARENA_NEW(act->arena, struct contact_ending, n.rows);
    n.stands = ARENA_NEW(act->arena, bool, n.rows);
    if (!read_listed(act, l->person, &plan, err) ||
        !named_contact_open_of(act->work.db, l->person, (struct day){l->from.n - 1},
                               (struct contact_open_reader){&n.open, take_open}, err))
        return false;
    plan.coming = l->coming;
    if (!decide(&n, &plan, err))
        return false;
    for (size_t i = n.rows; i-- > 0;) /* told in the order of days */
        if (!n.stands[i] && !state_anew(&n, &n.row[i], &n.ends[i], err))
            return false;
    return true;
}

/* Of a doctor who began again later nothing is told of the days before. */
static bool is_newest(const struct bag *rows, size_t i)
{
    const struct contact_was *row = bag_at(rows, i);
    for (size_t k = 0; k < i; k++)
        if (is_of(&((const struct contact_was *)bag_at(rows, k))->was, &row->was))
            return false;
    return true;
}

bool contact_tell_ends(struct act *act, int64_t person, struct day from, struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_was);
    if (!named_contact_reaching(act->work.db, person, from,
                                (struct contact_was_reader){&rows, take_row}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct contact_was *row = bag_at(&rows, i);
        struct message ended = end_of(person, &row->was, row->last);
        bool is_told = is_newest(&rows, i) && !day_is_none(row->last) &&
                       row->last.n >= row->was.from.n &&
                       (row->why == END_CHANGED_UNIT || row->why == END_OPTED_OUT);
        if (is_told && !message_add_unsaid(act, &ended, err))
            return false;
    }
    return true;
}

bool contact_tell_gone(struct act *act, int64_t person, int64_t after, struct err *err)
{
    struct bag gone = BAG_OPEN(act->arena, struct message_again);
    if (!message_each_believed(act->work.db, person, after, instance_today(act->in),
                               (struct message_again_reader){&gone, take_gone}, err))
        return false;
    for (size_t i = 0; i < gone.count; i++)
        if (!message_add(act, &((const struct message_again *)bag_at(&gone, i))->ended, err))
            return false;
    return true;
}

/* ---- a doctor is taken back ---- */

bool contact_former_anew(struct act *act, int64_t person, struct day from, struct contact_now *out,
                         struct err *err)
{
    struct contact_was row;
    struct asking asking = {act, person, from};
    struct contact_plan plan;
    struct contact_ending ends;
    if (!named_contact_replaced(act->work.db, person, from, act->work.position, &row, err))
        return false;
    *out = row.was;
    if (row.stated == 0)
        return true;
    if (!read_listed(act, person, &plan, err) || !read_doctors(act, person, from, &plan, err) ||
        !row_end(&asking, &row, &plan, &ends, err) ||
        !named_contact_state_anew(act->work.db, &row, &ends, act->work.position, err))
        return false;
    /* Of days that are gone nobody is told, and of who replaces them with that one. */
    struct day last = last_of(&row, &ends);
    bool is_over = !day_is_none(last) && last.n < instance_today(act->in).n;
    bool is_replaced = ends.row != 0 && ends.why == END_REPLACED;
    struct message begins = begin_of(person, &row.was), stops = end_of(person, &row.was, last);
    if (is_over)
        out->row = 0;
    return is_over || (message_add(act, &begins, err) &&
                       (is_replaced || day_is_none(last) || message_add(act, &stops, err)));
}

bool contact_again(struct act *act, int64_t person, int64_t row, struct day from, struct err *err)
{
    struct contact_was was;
    struct asking asking = {act, person, from};
    struct contact_plan plan;
    struct contact_ending ends;
    if (row == 0)
        return true;
    if (!named_contact_row(act->work.db, row, &was, err) || !read_listed(act, person, &plan, err) ||
        !read_doctors(act, person, from, &plan, err))
        return false;
    if (day_is_none(was.last))
        plan.doctors = 0;
    if (!row_end(&asking, &was, &plan, &ends, err) ||
        !named_contact_state_anew(act->work.db, &was, &ends, act->work.position, err))
        return false;
    struct day last = last_of(&was, &ends);
    struct message stops = end_of(person, &was.was, last);
    bool is_replaced = ends.row != 0 && ends.why == END_REPLACED;
    bool is_over = !day_is_none(last) && last.n < instance_today(act->in).n;
    return is_replaced || day_is_none(last) || is_over || message_add(act, &stops, err);
}
