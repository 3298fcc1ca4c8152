/* A move is taken back: whole, or not at all. */
#include "service/act_about.h"
#include "service/act_answer.h"
#include "service/contact/contact_end.h"
#include "service/contact/panel_moves.h"
#include "service/message/message.h"

struct undoing {
    struct arena *arena;
    const struct move_undoing *asked;
    struct panel_moved move;
    struct bag rows; /* struct panel_row */
};

BAG_TAKE(take_row, struct panel_row)

static const struct act_field KEPT[] = {
    ACT_FIELD(struct move_undone, is_already, "already"),
    ACT_FIELD(struct move_undone, id, "move"),
    ACT_FIELD(struct move_undone, persons, "persons"),
    ACT_FIELD(struct move_undone, override, "override"),
};
static const struct act_form ANSWER = ACT_FORM(struct move_undone, KEPT);

/* Before its day a move has changed nothing: who was to come does not, or no place waits, and the
 * doctor stands, as they have from their first day. */
static bool tell(struct act *act, const struct undoing *u, const struct panel_row *row,
                 struct err *err)
{
    struct day today = instance_today(act->in);
    bool is_planned = u->move.on.n > today.n;
    struct message ends = {.person = row->person,
                           .kind = MESSAGE_CONTACT_ENDED,
                           .unit = u->move.unit_hsaid,
                           .staff = row->to,
                           .from = u->move.on};
    struct message told = {.person = row->person,
                           .kind = MESSAGE_CONTACT_MOVED,
                           .unit = u->move.unit_hsaid,
                           .staff = row->staff,
                           .from = today};
    if (is_planned && row->was != 0) {
        told.kind = MESSAGE_CONTACT_ASSIGNED;
        told.from = row->from;
    }
    return (!is_planned || message_add(act, &ends, err)) && message_add(act, &told, err);
}

/* As it stood: with the doctor who had left, or waiting again; and with what ends that now, for who
 * was to come after the one who left may have been taken back. */
static bool write_row(struct act *act, const struct undoing *u, const struct panel_row *row,
                      struct err *err)
{
    return act_touch(act, row->person, err) &&
           panel_move_take_back(act->work.db, row, act->work.position, err) &&
           tell(act, u, row, err) && contact_again(act, row->person, row->was, u->move.on, err);
}

static bool write(struct act *act, const struct undoing *u, struct err *err)
{
    for (size_t i = 0; i < u->rows.count; i++)
        if (!write_row(act, u, bag_at(&u->rows, i), err))
            return false;
    return panel_move_set_undone(act->work.db, u->move.id, act->work.position, err);
}

static bool decide(struct act *act, struct undoing *u, struct undo_decision *out, struct err *err)
{
    enum party by = PARTY_NONE;
    if (!act_party(act, 0, &u->move.unit_hsaid, &by, err) ||
        !panel_move_each_row(act->work.db, &u->move, (struct panel_row_reader){&u->rows, take_row},
                             err))
        return false;
    struct move_row *row = ARENA_NEW(u->arena, struct move_row, u->rows.count + 1);
    for (size_t i = 0; i < u->rows.count; i++) {
        const struct panel_row *r = bag_at(&u->rows, i);
        row[i] = (struct move_row){r->person, r->ended, r->made, r->is_touched};
    }
    struct move_done done = {u->move.done_on, u->move.on, u->move.is_undone, row, u->rows.count};
    *out = move_undo(&act->in->region.rules, &done, by, instance_today(act->in));
    return true;
}

static bool refuse(struct act *act, const struct undo_decision *d, struct err *err)
{
    char day[DAY_TEXT];
    enum err_kind kind = d->verdict == UNDO_RIGHT ? ERR_DENIED : ERR_CONFLICT;
    if (d->verdict == UNDO_TOUCHED)
        (void)FAIL(err, kind, undo_code(d->verdict), "%zu", d->touched);
    else if (d->verdict == UNDO_LATE)
        (void)FAIL(err, kind, undo_code(d->verdict), "%.*s", STR_FMT(day_format(d->last, day)));
    else
        (void)FAIL(err, kind, undo_code(d->verdict), "%s", "");
    return act_refuse(act, err);
}

/* Of who gets them back and of those who have them now, as of the move itself. */
static bool allow_staff(struct act *act, const struct undoing *u, struct err *err)
{
    const struct hsaid *last = &u->move.staff;
    if (!act_open_staff(act, last, err))
        return false;
    for (size_t i = 0; i < u->rows.count; i++) {
        const struct panel_row *row = bag_at(&u->rows, i);
        if (!hsaid_eq(&row->to, last) && !act_open_staff(act, &row->to, err))
            return false;
        last = &row->to;
    }
    return true;
}

static bool carry_out(struct act *act, struct undoing *u, struct move_undone *answer,
                      struct err *err)
{
    struct undo_decision d;
    if (!panel_move_by_id(act->in->db, u->arena, u->asked->id, &u->move, err) ||
        !decide(act, u, &d, err))
        return act_abandon(act);
    if (d.verdict != UNDO_RIGHT && !allow_staff(act, u, err))
        return false;
    *answer = (struct move_undone){.id = u->move.id,
                                   .persons = u->rows.count,
                                   .override = u->move.override,
                                   .is_already = d.verdict == UNDO_ALREADY};
    if (!answer->is_already && d.verdict != UNDO_MAY)
        return refuse(act, &d, err);
    for (size_t i = 0; !answer->is_already && i < u->rows.count; i++)
        act_note(act, ((const struct panel_row *)bag_at(&u->rows, i))->person, STR("panel"));
    if (!answer->is_already && !write(act, u, err))
        return act_abandon(act);
    return act_answer(act, &ANSWER, answer, answer->is_already, err);
}

bool moves_undo(struct arena *a, struct instance *in, const struct move_undoing *undoing,
                struct move_undone *out, struct err *err)
{
    struct undoing u = {.arena = a, .asked = undoing, .rows = BAG_OPEN(a, struct panel_row)};
    struct move_undone answer = {.is_repeat = false};
    struct act act;
    if (!act_check_actor(a, in, &undoing->actor, err))
        return false;
    struct str asked =
        str_fmt(a, "move undo %.*s %lld", STR_FMT(undoing->actor.id), (long long)undoing->id);
    struct act_options options = ACT_OPTIONS(STR("move undo"), undoing, asked);
    if (!act_begin(a, in, &options, &act, err))
        return false;
    act_note(&act, 0, str_fmt(a, "move=%lld", (long long)undoing->id));
    if (!(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : carry_out(&act, &u, &answer, err)))
        return false;
    *out = answer;
    return true;
}
