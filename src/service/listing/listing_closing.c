#include "service/listing/listing_closing.h"

#include "service/message/message.h"
#include "store/message_store.h"

BAG_TAKE(take_row, struct listing_by_closing)

static bool read_rows(struct act *act, int64_t person, struct day from, struct bag *out,
                      struct err *err)
{
    *out = (struct bag)BAG_OPEN(act->arena, struct listing_by_closing);
    return listing_each_by_closing(act->work.db, person, from, act->work.position,
                                   (struct listing_by_closing_reader){out, take_row}, err);
}

/* A plan that it replaced is another closing's to give back, and nothing was said of it. */
static bool unsay(struct act *act, int64_t person, const struct listing_by_closing *row,
                  struct err *err)
{
    struct message told = {
        .person = person, .kind = MESSAGE_LISTING_WITHDRAWN, .unit = row->unit, .from = row->from};
    bool has_heard = false;
    return message_unsay_to(act->work.db, person, row->stated, err) &&
           message_heard(act->work.db, person, row->stated, &has_heard, err) &&
           (!has_heard || message_add(act, &told, err));
}

/* Which were stated by closings after the position, of those that one row goes back to. */
static bool unsay_each(struct act *act, int64_t person, const struct bag *rows, int64_t row,
                       int64_t after, struct err *err)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct listing_by_closing *k = bag_at(rows, i);
        if (k->row == row && k->basis == BASIS_ADMINISTRATIVE && k->stated > after &&
            !unsay(act, person, k, err))
            return false;
    }
    return true;
}

/* The first closing moved them from where they were listed before, or elsewhere than they had
 * planned: that plan would be there without it. A file may end a listing as its unit closes. */
static bool holds(struct act *act, int64_t person, const struct listing_by_closing *first,
                  bool *out, struct err *err)
{
    int64_t unit = 0, before = 0;
    *out = first->basis != BASIS_ADMINISTRATIVE || first->closes == 0;
    if (*out)
        return true;
    if (!listing_stands(act->work.db, person, first->from, &unit, err) ||
        !listing_stands(act->work.db, person, (struct day){first->from.n - 1}, &before, err))
        return false;
    *out = unit == first->closes || (unit == 0 && before == first->closes);
    return true;
}

bool listing_closings_anew(struct act *act, int64_t person, struct day from, bool *any,
                           struct err *err)
{
    struct bag rows;
    if (!read_rows(act, person, from, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct listing_by_closing *row = bag_at(&rows, i);
        const struct listing_by_closing *next = i + 1 < rows.count ? bag_at(&rows, i + 1) : NULL;
        struct listing_forced gone = {.row = row->row};
        bool stays = true;
        if (next && next->row == row->row)
            continue;
        if (!holds(act, person, row, &stays, err))
            return false;
        if (stays)
            continue;
        if (!listing_unforce(act->work.db, &gone, act->work.position, err) ||
            !unsay_each(act, person, &rows, row->row, 0, err))
            return false;
        *any = true;
    }
    return true;
}

/* What the closing on whose plan the row stands, the last that begins by its day, replaced in the
 * end: of no closing, or what the first of several stated. *unit: of what it replaced, the one that
 * closes by it. NULL: by no closing. */
static const struct listing_by_closing *replaced(const struct bag *rows, struct day on,
                                                 int64_t *unit)
{
    const struct listing_by_closing *last = NULL;
    for (size_t i = 0; i < rows->count; i++) {
        const struct listing_by_closing *k = bag_at(rows, i);
        if (k->from.n > on.n)
            break;
        *unit = last && last->row == k->row ? last->closes : 0;
        last = k;
    }
    return last;
}

bool listing_without_closings(struct act *act, int64_t person, struct listing_person *p,
                              struct err *err)
{
    struct day tomorrow = {instance_today(act->in).n + 1};
    struct bag rows;
    if (!read_rows(act, person, tomorrow, &rows, err))
        return false;
    struct listing_past *past = ARENA_NEW(act->arena, struct listing_past, p->past_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < p->past_count; i++) {
        struct listing_past row = p->past[i];
        int64_t unit = 0;
        const struct listing_by_closing *was =
            row.basis == BASIS_ADMINISTRATIVE ? replaced(&rows, row.from, &unit) : NULL;
        if (was && was->basis == BASIS_ADMINISTRATIVE && was->closes != 0) {
            if (count > 0)
                past[count - 1].to = row.to;
            continue;
        }
        if (was && unit != 0) {
            row.basis = was->basis;
            row.unit = unit;
            row.at = 0;
        }
        past[count++] = row;
    }
    p->past = past;
    p->past_count = count;
    return true;
}

bool listing_closing_undo(struct act *act, const struct listing_forced *row, int64_t closed,
                          struct err *err)
{
    struct bag rows;
    bool any = false;
    return read_rows(act, row->person, row->from, &rows, err) &&
           unsay_each(act, row->person, &rows, row->row, closed, err) &&
           listing_unforce(act->work.db, row, act->work.position, err) &&
           listing_closings_anew(act, row->person, row->from, &any, err);
}
