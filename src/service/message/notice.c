#include "service/message/notice.h"

#include "core/child.h"
#include "core/clock.h"
#include "core/text.h"
#include "domain/listing_choice.h"
#include "engine/bag.h"
#include "service/access/access_log.h"
#include "service/act_about.h"
#include "service/contact/block_facts.h"
#include "service/work.h"
#include "store/message_store.h"

#include <string.h>

bool notice_is_address(struct str text)
{
    enum { MOST = 254 }; /* RFC 5321 */
    size_t at = 0, signs = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c <= ' ' || c >= 0x7f || strchr("<>()[],;:\\\"", (int)c))
            return false;
        signs += c == '@';
        at = c == '@' ? i : at;
    }
    return text.len <= MOST && signs == 1 && at > 0 && at + 1 < text.len && text.at[0] != '-';
}

struct str notice_mail(struct arena *a, const struct region *region, struct str from, struct str to)
{
    struct sb out = sb_open(a, 1024);
    sb_fmt(&out, "From: <%.*s>\nTo: <%.*s>\nSubject: ", STR_FMT(from), STR_FMT(to));
    sb_put(&out, text_get(LANG_SV, TEXT_NOTICE_SUBJECT));
    sb_put(&out, STR("\nAuto-Submitted: auto-generated\nMIME-Version: 1.0\nContent-Type: "
                     "text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"));
    text_fill(&out, LANG_SV, TEXT_NOTICE_BODY, &region->name, 1);
    sb_put(&out, STR("\n\n"));
    text_fill(&out, LANG_EN, TEXT_NOTICE_BODY, &region->name, 1);
    sb_char(&out, '\n');
    return sb_str(&out);
}

enum { ADDRESSES_MOST = 2 };
struct notice {
    struct notice_due due;
    struct str to[ADDRESSES_MOST];
    unsigned count;
};

struct due {
    struct arena *arena;
    struct instance *in;
    struct bag rows; /* struct notice */
};

/* What of a child's messages its guardians are told of: a guardian does not pass a block. */
struct open_to_guardians {
    const struct due *due;
    struct block_list blocks;
    struct bag message; /* int64_t */
    bool hides;         /* not all of them */
};

static bool take_open(void *state, const struct message_row *row, struct err *err)
{
    const struct actor guardian = {.role = ROLE_GUARDIAN};
    struct open_to_guardians *o = state;
    (void)err;
    if (row->seen_at.us != 0 || row->noticed_at.us != 0 || row->letter != 0)
        return true;
    if (message_is_hidden(&row->message, o->blocks.at, o->blocks.count, &guardian,
                          instance_today(o->due->in)))
        o->hides = true;
    else
        *(int64_t *)bag_add(&o->message) = row->id;
    return true;
}

/* *told: there is something of which the guardians are told. */
static bool without_hidden(struct due *d, struct notice_due *n, bool *told, struct err *err)
{
    struct open_to_guardians o = {.due = d, .message = BAG_OPEN(d->arena, int64_t)};
    const struct message_to all = {.person = n->person};
    *told = true;
    if (!block_now(d->arena, d->in, n->person, &o.blocks, err) ||
        (o.blocks.count > 0 &&
         !message_each_of(d->in->db, &all, (struct message_reader){&o, take_open}, err)))
        return false;
    if (o.hides) {
        n->message = bag_array(d->arena, &o.message);
        n->messages = o.message.count;
        *told = o.message.count > 0;
    }
    return true;
}

static void add_address(struct arena *a, struct notice *n, struct str address)
{
    if (address.len > 0 && (n->count == 0 || !str_eq(n->to[0], address)))
        n->to[n->count++] = str_copy(a, address);
}

static bool take(void *state, const struct notice_due *row, struct err *err)
{
    struct due *d = state;
    struct notice n = {.due = {.person = row->person, .last = row->last}};
    bool told = true;
    bool alone = listing_chooses(&d->in->region.rules, row->birth_date, instance_today(d->in));
    if (alone)
        add_address(d->arena, &n, row->email);
    for (size_t i = 0; i < ARRAY_LEN(row->guardian) && !alone; i++)
        add_address(d->arena, &n, row->guardian[i]);
    if (!alone && n.count > 0 && !without_hidden(d, &n.due, &told, err))
        return false;
    if (told && n.count > 0)
        *(struct notice *)bag_add(&d->rows) = n;
    return true;
}

/* Whose addresses go to another program. */
static bool log_run(struct instance *in, size_t count, struct err *err)
{
    struct access_entry e = {
        .act = STR("deliver"), .about = STR("notices"), .count = (int64_t)count};
    return access_log_write(in, &e, 1, err);
}

static struct moment again_at(int64_t attempts)
{
    const int64_t minute = INT64_C(60) * 1000000, day = 24 * 60 * minute;
    int64_t wait = 10 * minute;
    for (int64_t i = 1; i < attempts && wait < day; i++)
        wait *= 2;
    return (struct moment){clock_now().us + (wait < day ? wait : day)};
}

static bool note_failure(struct db *db, int64_t person, struct err *err)
{
    int64_t attempts = 0;
    if (!notice_attempts(db, person, &attempts, err))
        return false;
    struct notice_failure f = {person, attempts + 1, again_at(attempts + 1)};
    return notice_fail(db, &f, err);
}

static bool note(struct instance *in, const struct notice_due *due, bool sent, struct err *err)
{
    struct work w;
    if (!work_begin(in->db, STR("deliver"), &w, err))
        return false;
    if (!(sent ? notice_told(w.db, due, w.position, err) : note_failure(w.db, due->person, err))) {
        work_abandon(&w);
        return false;
    }
    return work_commit(&w, err);
}

static bool send(struct instance *in, const struct notice_ask *ask, struct str to,
                 struct err *unsent)
{
    struct err why = {0};
    if (!notice_is_address(to))
        return false;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct child child = {ask->word, notice_mail(a, &in->region, ask->from, to), ask->seconds};
    bool sent = child_run(&child, &why);
    if (!sent)
        *unsent = why;
    arena_close(a);
    return sent;
}

bool notice_run(struct arena *a, struct instance *in, const struct notice_ask *ask,
                struct notice_done *out, struct err *err)
{
    struct due d = {a, in, BAG_OPEN(a, struct notice)};
    struct notice_done done = {0};
    if (!notice_each_due(in->db, clock_now(), (struct notice_reader){&d, take}, err))
        return false;
    if (ask->dry_run || d.rows.count == 0) {
        *out = (struct notice_done){.sent = d.rows.count};
        return true;
    }
    if (!log_run(in, d.rows.count, err))
        return false;
    for (size_t i = 0; i < d.rows.count; i++) {
        const struct notice *n = bag_at(&d.rows, i);
        bool sent = false;
        for (unsigned to = 0; to < n->count; to++)
            sent = send(in, ask, n->to[to], &done.unsent) || sent;
        if (!note(in, &n->due, sent, err))
            return false;
        done.sent += sent;
        done.failed += !sent;
    }
    *out = done;
    return true;
}

/* ---- whom it failed with ---- */

struct failing {
    struct arena *arena;
    struct bag rows;
};

static bool take_failure(void *state, const struct notice_failure *row, struct err *err)
{
    struct failing *f = state;
    (void)err;
    *(struct notice_failure *)bag_add(&f->rows) = *row;
    return true;
}

/* Who may not see a person is not shown that they are here. */
static bool keep_seen(struct instance *in, const struct actor *actor, struct failing *f,
                      struct notice_failures *out, struct err *err)
{
    struct notice_failure *all = bag_array(f->arena, &f->rows);
    *out = (struct notice_failures){.at = all, .leaves_out = !actor->opens_protected};
    for (size_t i = 0; i < f->rows.count; i++) {
        struct person_facts facts;
        if (!person_facts(in->db, f->arena, all[i].person, &facts, err))
            return false;
        if (access_may_see(actor, facts.protection))
            out->at[out->count++] = all[i];
    }
    return true;
}

bool notice_failures(struct arena *a, struct instance *in, const struct actor *actor,
                     struct notice_failures *out, struct err *err)
{
    struct failing f = {a, BAG_OPEN(a, struct notice_failure)};
    struct notice_failures found = {0};
    struct access_entry seen = {
        .actor = *actor, .act = STR("deliver"), .about = STR("list=failed"), .count = -1};
    if (actor->role != ROLE_ADMINISTRATOR)
        return access_log_refuse(in, actor, seen.act, "actor.role", err);
    if (!notice_each_failure(in->db, (struct notice_failure_reader){&f, take_failure}, err) ||
        !keep_seen(in, actor, &f, &found, err))
        return false;
    seen.count = (int64_t)found.count;
    if (!access_log_write(in, &seen, 1, err))
        return false;
    *out = found;
    return true;
}
