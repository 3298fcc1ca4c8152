#include "service/access/access_log.h"

#include "core/utf8.h"
#include "domain/person_id.h"
#include "service/access/access_checkpoint.h"

#include <pwd.h>
#include <unistd.h>

struct actor actor_of_process(struct arena *a)
{
    struct passwd entry, *found = NULL;
    char text[1024];
    bool known = getpwuid_r(getuid(), &entry, text, sizeof text, &found) == 0 && found;
    return (struct actor){.id = known ? str_fmt(a, "os:%s", found->pw_name)
                                      : str_fmt(a, "os:%lu", (unsigned long)getuid()),
                          .role = ROLE_ADMINISTRATOR,
                          .purpose = PURPOSE_ADMINISTRATION};
}

/* Where the log ends: its last entry, or where it will begin. */
static bool find_end(struct db *db, struct access_link *out, struct err *err)
{
    struct access_seal start;
    if (!access_log_last(db, out, err))
        return false;
    if (out->sequence > 0)
        return true;
    if (!access_log_start(db, &start, err))
        return false;
    *out = start.link;
    return true;
}

/* Two that both find none cannot be here: there is one writer. */
static bool open_key(const struct instance *in, struct arena *a, bool any_sealed,
                     struct access_key *out, struct err *err)
{
    const char *path = instance_path(in, a, INSTANCE_LOG_KEY);
    if (!any_sealed && !file_exists(path))
        return access_key_make(in->files, path, out, err);
    return access_key_read(in->files, path, out, err);
}

bool access_log_takes(struct str written, struct err *err)
{
    return !person_id_stands_in(written) || FAIL(err, ERR_INVALID, "log.identifier", "%s", "");
}

/* A checkpoint that stands before the beginning of the log says nothing about it. */
static bool has_link(struct db *db, const struct access_link *end, const struct access_link *said,
                     struct err *err)
{
    struct access_link here = *end;
    if (said->sequence > end->sequence)
        return FAIL(err, ERR_IO, "log.checkpoint_unmet", "%lld (%s)", (long long)end->sequence + 1,
                    vocab_word(&VOCAB_ACCESS_FAULT, ACCESS_CUT_OFF).at);
    if (said->sequence < end->sequence && !access_log_link(db, said->sequence, &here, err))
        return false;
    return here.sequence != said->sequence || sum_eq(&here.chain, &said->chain) ||
           FAIL(err, ERR_IO, "log.checkpoint_unmet", "%lld (%s)", (long long)said->sequence,
                vocab_word(&VOCAB_ACCESS_FAULT, ACCESS_FORKED).at);
}

/* Before anything is added: the next checkpoint would take the place of the one that knows what is
 * gone. And it can be written, as far as that can be known now. */
static bool meet_checkpoint(const struct instance *in, struct db *db, const struct access_key *key,
                            const struct access_link *end, struct err *err)
{
    if (in->checkpoint.len == 0)
        return true;
    struct arena *a = arena_open(ARENA_BLOCK);
    const char *path = str_cstr(a, in->checkpoint);
    struct access_checkpoint said = {.at = {0}};
    bool met = access_checkpoint_place(path, in->home, err) &&
               (!file_exists(path) || (access_checkpoint_read(in->files, path, key, &said, err) &&
                                       has_link(db, end, &said.link, err)));
    arena_close(a);
    return met;
}

/* Each is written with its seal: one without was put in by hand. */
static bool none_is_foreign(struct db *db, struct err *err)
{
    int64_t waits = 0;
    return access_log_waits(db, &waits, err) &&
           (waits == 0 || FAIL(err, ERR_IO, "log.unsealed", "%lld", (long long)waits));
}

/* What is to be known of the actor besides. */
static struct str complete(struct arena *a, const struct access_entry *e, struct str login)
{
    struct str about = e->about, why = e->actor.protected_reason;
    if (!str_eq(login, e->actor.id))
        about = str_fmt(a, "%.*s%slogin=%.*s", STR_FMT(about), about.len > 0 ? " " : "",
                        STR_FMT(login));
    if (why.len > 0)
        about = str_fmt(a, "%.*s%sprotected=\"%.*s\"", STR_FMT(about), about.len > 0 ? " " : "",
                        STR_FMT(why));
    return about;
}

/* Of now, where they say no moment: one of all of an act (service/access/lookups.h). */
static bool add_all(struct arena *whole, struct db *db, struct access_chain *chain,
                    const struct access_entry *entry, size_t count, struct err *err)
{
    struct moment now = clock_now();
    struct actor runs = actor_of_process(whole);
    struct arena *a = arena_open(256);
    bool added = true;
    for (size_t i = 0; i < count && added; i++) {
        struct access_entry e = entry[i];
        if (e.at.us == 0)
            e.at = now;
        if (e.actor.id.len == 0)
            e.actor = runs;
        e.about = complete(a, &e, runs.id);
        struct access_seal seal = access_chain_seal(chain, &e);
        added = access_log_add(db, &e, &seal, err);
        arena_reset(a);
    }
    arena_close(a);
    return added;
}

bool access_log_acts(const struct instance *in, struct db *db, const struct access_entry *entry,
                     size_t count, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct access_link end = {0};
    struct access_key key;
    bool done = none_is_foreign(db, err) && find_end(db, &end, err) &&
                open_key(in, a, end.sequence > 0, &key, err) &&
                meet_checkpoint(in, db, &key, &end, err);
    if (done) {
        struct keyed *keyed = keyed_open(&key.entries);
        struct access_chain chain = access_chain_open(a, keyed, &end);
        done = add_all(a, db, &chain, entry, count, err);
        keyed_close(keyed);
    }
    arena_close(a);
    return done;
}

bool access_log_act(const struct instance *in, struct db *db, const struct access_entry *entry,
                    struct err *err)
{
    return access_log_acts(in, db, entry, 1, err);
}

bool access_log_checkpoint(const struct instance *in, struct err *err)
{
    if (in->checkpoint.len == 0 || db_is_grouped(in->db)) /* nothing is witnessed before it is */
        return true;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct access_checkpoint c = {.at = clock_now()};
    struct access_key key;
    bool done = find_end(in->db, &c.link, err) && open_key(in, a, true, &key, err) &&
                access_checkpoint_write(in->files, str_cstr(a, in->checkpoint), &key, &c, err);
    arena_close(a);
    return done;
}

/* The end of a transaction that changes nothing but the log, and has these to add. */
static bool finish(const struct instance *in, bool good, const struct access_entry *entry,
                   size_t count, struct err *err)
{
    if (good && access_log_acts(in, in->db, entry, count, err))
        return db_commit(in->db, err) && access_log_checkpoint(in, err);
    db_rollback(in->db);
    return false;
}

bool access_log_write(const struct instance *in, const struct access_entry *entry, size_t count,
                      struct err *err)
{
    return db_begin(in->db, DB_WRITE, err) && finish(in, true, entry, count, err);
}

bool access_log_refuse(const struct instance *in, const struct actor *actor, struct str act,
                       const char *code, struct err *err)
{
    struct access_entry e = {.actor = *actor, .act = act, .outcome = ACCESS_DENIED, .count = -1};
    return access_log_write(in, &e, 1, err) && FAIL(err, ERR_DENIED, code, "%s", "");
}

bool access_log_may(const struct instance *in, const struct actor *actor, struct str act,
                    struct err *err)
{
    return access_tends_log(actor->role) || access_log_refuse(in, actor, act, "log.right", err);
}

static bool no_entry(int64_t sequence, struct err *err)
{
    return FAIL(err, ERR_MISSING, "log.entry", "%lld", (long long)sequence);
}

static bool judge_finding(const struct instance *in, const struct access_finding *f,
                          struct str about, bool *is_already, struct err *err)
{
    int64_t person = 0;
    bool found = false;
    return access_log_about_whom(in->db, f->sequence, &person, &found, err) &&
           (found || no_entry(f->sequence, err)) &&
           access_log_is_said(in->db, f->actor.id, about, is_already, err);
}

bool access_log_review(const struct instance *in, const struct access_finding *f, bool *is_already,
                       struct err *err)
{
    enum { FINDING_MOST = 500 };
    bool said = false;
    if (!access_log_may(in, &f->actor, STR(ACCESS_REVIEW), err))
        return false;
    if (!utf8_is_line(f->text, FINDING_MOST))
        return FAIL(err, ERR_INVALID, "log.finding", "%s", "");
    if (!access_log_takes(f->text, err) || !db_begin(in->db, DB_WRITE, err))
        return false;
    struct arena *a = arena_open(1024);
    struct access_entry e = {.actor = f->actor,
                             .act = STR(ACCESS_REVIEW),
                             .kind = ACCESS_WRITE,
                             .about = str_fmt(a, ACCESS_ERASE_ABOUT "%lld finding=%.*s",
                                              (long long)f->sequence, STR_FMT(f->text)),
                             .count = -1};
    bool good = judge_finding(in, f, e.about, &said, err);
    if (good && (said || f->dry_run))
        db_rollback(in->db);
    else
        good = finish(in, good, &e, 1, err);
    arena_close(a);
    if (good)
        *is_already = said;
    return good;
}

/* By decision of the authority, never by one's own. */
static bool may_erase(const struct instance *in, const struct access_erasure *what, struct err *err)
{
    enum { DECISION_MOST = 200 };
    if (!access_log_may(in, &what->actor, STR("log erase"), err))
        return false;
    return utf8_is_line(what->decision, DECISION_MOST)
               ? access_log_takes(what->decision, err)
               : FAIL(err, ERR_INVALID, "log.decision", "%s", "");
}

bool access_log_erase_entry(const struct instance *in, const struct access_erasure *what,
                            struct err *err)
{
    if (!may_erase(in, what, err) || !db_begin(in->db, DB_WRITE, err))
        return false;
    struct arena *a = arena_open(1024);
    struct access_entry e = {.actor = what->actor,
                             .act = STR("log erase"),
                             .kind = ACCESS_ERASE,
                             .about = str_fmt(a, ACCESS_ERASE_ABOUT "%lld decision=%.*s",
                                              (long long)what->sequence, STR_FMT(what->decision)),
                             .count = -1};
    bool found = false;
    bool erased = access_log_erase(in->db, what->sequence, &found, err) &&
                  (found || no_entry(what->sequence, err));
    bool done = erased && what->dry_run;
    if (done)
        db_rollback(in->db);
    else
        done = finish(in, erased, &e, 1, err);
    arena_close(a);
    return done;
}

/* The start is as good as an entry: it has its own sum. */
static bool forget(const struct instance *in, struct db *db, struct access_seal *start,
                   int64_t *removed, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct access_key key;
    bool done = open_key(in, a, true, &key, err);
    if (done) {
        struct keyed *keyed = keyed_open(&key.entries);
        struct access_chain chain = access_chain_open(a, keyed, &start->link);
        start->sum = access_start_sum(&chain, &start->link);
        done = access_log_forget(db, start, removed, err);
        keyed_close(keyed);
    }
    arena_close(a);
    return done;
}

bool access_log_forget_older(const struct instance *in, struct db *db, struct moment than,
                             int64_t *removed, struct err *err)
{
    struct access_seal start = {.link.sequence = 0};
    *removed = 0;
    return access_log_older(db, than, &start.link, err) &&
           (start.link.sequence == 0 || forget(in, db, &start, removed, err));
}
