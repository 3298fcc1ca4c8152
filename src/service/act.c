#include "service/act.h"

#include "core/err_text.h"
#include "service/access/access_log.h"
#include "service/effects.h"
#include "service/listing/queue_fill.h"
#include "service/tell.h"
#include "service/tell_stated.h"
#include "store/act_store.h"
#include "store/effect_store.h"
#include "store/stage.h"

/* What was asked with the key before: answered, or refused where it was something else. */
static bool look_back(struct act *act, struct err *err)
{
    struct act_kept kept;
    bool found = false;
    const struct act_options *o = &act->options;
    struct str asked = sha256_hex(sha256_of(o->asked), act->asked);
    if (o->key.len == 0)
        return true;
    if (!act_by_key(act->work.db, act->arena, o->key, &found, &kept, err))
        return false;
    if (found && !str_eq(kept.asked, asked))
        return FAIL(err, ERR_CONFLICT, "act.key_reused", "%s", "");
    act->is_repeat = found;
    act->answer = found ? kept.answer : STR("");
    return true;
}

bool act_begin(struct arena *a, struct instance *in, const struct act_options *options,
               struct act *out, struct err *err)
{
    struct act act = {
        .arena = a, .in = in, .options = *options, .notes = BAG_OPEN(a, struct access_entry)};
    if (!work_begin_by(in->db, options->what, options->actor.id, &act.work, err))
        return false;
    if (!work_on_day(&act.work, in, err) || !look_back(&act, err) ||
        !effect_open_touched(act.work.db, err)) {
        work_abandon(&act.work);
        return false;
    }
    if (act.is_repeat)
        work_abandon(&act.work);
    *out = act;
    return true;
}

bool act_touch(struct act *act, int64_t person, struct err *err)
{
    return stage_touch_person(act->work.db, person, err);
}

bool act_tell(struct act *act, const struct outbox_event *event, struct err *err)
{
    struct outbox_event told = *event;
    if (act->is_within)
        told.actor = act->options.actor.id;
    return outbox_add(act->work.db, &told, uuid_make(), act->work.position, err);
}

/* Of who is listed from a queue the log has an entry; a preview shows nobody of them. */
static bool fill_queues(struct act *act, struct err *err)
{
    struct bag unseen = BAG_OPEN(act->arena, struct access_entry);
    struct queue_filling filling = {.arena = act->arena,
                                    .in = act->in,
                                    .work = act->work,
                                    .notes = act->options.dry_run ? &unseen : &act->notes};
    return queue_fill(&filling, err);
}

bool act_settle(struct act *act, struct err *err)
{
    struct tell tell;
    uint64_t told = 0;
    act->is_settled = true;
    return tell_begin(act->arena, act->work.db, &tell, err) &&
           effects_make(act->arena, act->work.db, err) &&
           tell_end(&tell, act->work.position, &told, err) &&
           tell_stated(act->arena, act->work.db, act->work.position, instance_today(act->in), &told,
                       err) &&
           fill_queues(act, err);
}

/* One of all that the act is about: it counts as one look-up (service/access/lookups.h). */
static struct moment moment_of(const struct act *act)
{
    const struct access_entry *first = act->notes.count > 0 ? bag_at(&act->notes, 0) : NULL;
    return first ? first->at : clock_now();
}

void act_note(struct act *act, int64_t person, struct str about)
{
    struct moment at = moment_of(act);
    *(struct access_entry *)bag_add(&act->notes) =
        (struct access_entry){.at = at,
                              .actor = act->options.actor,
                              .act = act->options.what,
                              .kind = ACCESS_WRITE,
                              .person = person,
                              .about = about,
                              .count = -1,
                              .position = act->work.position};
}

void act_note_each(struct act *act, int64_t person, struct str about)
{
    const struct access_entry *last =
        act->notes.count > 0 ? bag_at(&act->notes, act->notes.count - 1) : NULL;
    if (!last || last->person != person)
        act_note(act, person, about);
}

/* In the act's own transaction, as the last thing before it is committed. */
static bool log_writing(struct act *act, struct err *err)
{
    return access_log_acts(act->in, act->work.db, bag_array(act->arena, &act->notes),
                           act->notes.count, err);
}

/* Nothing was changed, but somebody was looked at, or was to be changed. `position` is where its
 * answer is kept; 0: nowhere. */
static struct access_entry *unchanged(struct act *act, enum access_kind kind, int64_t position)
{
    struct access_entry *entry = bag_array(act->arena, &act->notes);
    for (size_t i = 0; i < act->notes.count; i++) {
        entry[i].kind = kind;
        if (entry[i].outcome == ACCESS_DONE) /* one of many may have been refused alone */
            entry[i].outcome = act->outcome;
        entry[i].position = position;
    }
    return entry;
}

static bool log_unchanged(struct act *act, enum access_kind kind, struct err *err)
{
    return access_log_write(act->in, unchanged(act, kind, 0), act->notes.count, err);
}

static bool keep_answer(struct act *act, struct str answer, struct err *err)
{
    struct act_kept kept = {str_of(act->asked), answer};
    return act->options.key.len == 0 ||
           act_insert(act->work.db, act->options.key, act->work.position, &kept, err);
}

static bool commit(struct act *act, struct err *err)
{
    struct err unwitnessed = {0};
    if (!work_commit(&act->work, err))
        return false;
    /* It has happened, whether or not that can be witnessed: the next one is refused then. */
    (void)!access_log_checkpoint(act->in, &unwitnessed);
    return true;
}

bool act_end(struct act *act, struct str answer, struct err *err)
{
    bool previews = act->options.dry_run;
    if ((!act->is_settled && !act_settle(act, err)) || !keep_answer(act, answer, err) ||
        (!previews && !log_writing(act, err)))
        return act_abandon(act);
    return previews ? act_look(act, err) : commit(act, err);
}

bool act_look(struct act *act, struct err *err)
{
    work_abandon(&act->work);
    return log_unchanged(act, ACCESS_READ, err);
}

/* What was so is answered so again, though it is not so any more: whoever asks twice because no
 * answer came would else undo what others have done since. */
static bool keep_unchanged(struct act *act, struct str answer, struct err *err)
{
    const struct access_entry *entry = unchanged(act, ACCESS_READ, act->work.position);
    if (!keep_answer(act, answer, err) ||
        !access_log_acts(act->in, act->work.db, entry, act->notes.count, err))
        return act_abandon(act);
    return commit(act, err);
}

bool act_close(struct act *act, bool is_already, struct str answer, struct err *err)
{
    if (!is_already)
        return act_end(act, answer, err);
    bool keeps = act->options.key.len > 0 && !act->options.dry_run && !act->is_repeat;
    return keeps ? keep_unchanged(act, answer, err) : act_look(act, err);
}

bool act_refuse(struct act *act, struct err *err)
{
    struct err why = {0};
    act->outcome = ACCESS_DENIED;
    work_abandon(&act->work);
    if (!log_unchanged(act, act->options.only_looks ? ACCESS_READ : ACCESS_WRITE, &why))
        *err = why;
    return false;
}

void act_refuse_at(struct act *act, const char *code, const char *where, struct err *err)
{
    enum err_kind kind;
    if (!err_kind_of(str_of(code), &kind))
        kind = ERR_CONFLICT;
    (void)err_set(err, kind, code, where, "%s", "");
    (void)act_refuse(act, err);
}

bool act_fail(struct act *act, struct err *err)
{
    bool is_refused = err->kind == ERR_DENIED || err->kind == ERR_INVALID ||
                      err->kind == ERR_CONFLICT || err->kind == ERR_MISSING;
    return is_refused ? act_refuse(act, err) : act_abandon(act);
}
