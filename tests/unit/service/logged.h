/* tests/unit/service/logged.h - what the access log has of a person, oldest first; every entry of
 * the act that is expected, and sealed. */
#ifndef TESTS_UNIT_SERVICE_LOGGED_H
#define TESTS_UNIT_SERVICE_LOGGED_H
#include "store/access_log_store.h"

#include "county.h"

struct logged {
    const char *act;
    unsigned count;
    unsigned of[ACCESS_DENIED + 1]; /* by outcome */
    enum access_kind kind[8];
    enum access_outcome outcome[8];
    char actor[8][32];
};

static inline bool take_logged(void *state, const struct access_row *row, struct err *err)
{
    (void)err;
    struct logged *l = state;
    assert_true(l->count < ARRAY_LEN(l->kind));
    assert_true(str_eq(row->entry.act, str_of(l->act)));
    assert_int_not_equal(row->seal.link.sequence, 0);
    (void)snprintf(l->actor[l->count], sizeof *l->actor, "%.*s", STR_FMT(row->entry.actor.id));
    l->of[row->entry.outcome]++;
    l->outcome[l->count] = row->entry.outcome;
    l->kind[l->count++] = row->entry.kind;
    return true;
}

static inline struct logged logged(struct instance *in, int64_t person, const char *act)
{
    struct logged l = {.act = act};
    struct err err = {0};
    struct access_period always = {{0}, {INT64_MAX}};
    assert_true(access_log_of_person(in->db, person, &always,
                                     (struct access_reader){&l, take_logged}, &err));
    return l;
}
#endif
