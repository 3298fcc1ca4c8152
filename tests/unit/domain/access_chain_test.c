/* domain/access_chain.h: whatever is done to a log of a thousand entries by who lacks the key is
 * found, at the entry where it was done. Beside it stands a reader that leaves the chain unchecked:
 * it must miss what only the chain finds, or these tests have no teeth. */
#include "domain/access_chain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ENTRIES = 1000, TEXTS = 4 };

struct log {
    struct arena *arena;
    struct keyed *key;
    struct access_entry entry[ENTRIES + 1];
    struct access_seal seal[ENTRIES + 1];
    size_t count;
};

static struct access_entry make(struct arena *a, unsigned i)
{
    static const char *const acts[] = {"explain", "list", "log extract", "load undo"};
    return (struct access_entry){
        .at = {1700000000000000 + 1000 * (int64_t)i},
        .actor = {.id = str_fmt(a, "SE0000000000-P%u", i % 17),
                  .role = (enum role)(i % (ROLE_ANALYST + 1)),
                  .unit = i % 3 == 0 ? STR("") : str_fmt(a, "SE0000000000-U%u", i % 5),
                  .purpose = (enum purpose)(i % (PURPOSE_OWN + 1)),
                  .on_behalf = i % 7 == 0 ? (int64_t)i + 1 : 0},
        .act = str_of(acts[i % ARRAY_LEN(acts)]),
        .kind = i % 2 ? ACCESS_WRITE : ACCESS_READ,
        .outcome = (enum access_outcome)(i % 3),
        .person = i % 4 == 0 ? 0 : (int64_t)i,
        .about = i % 4 == 0 ? str_fmt(a, "unit=SE0000000000-U%u", i) : STR(""),
        .count = i % 4 == 0 ? (int64_t)i : -1,
        .position = i % 2 ? (int64_t)i : 0,
    };
}

static struct access_chain begin(const struct log *l)
{
    const struct access_link start = {.sequence = 0};
    return access_chain_open(l->arena, l->key, &start);
}

static int setup(void **state)
{
    const struct secret secret = {{1, 2, 3}};
    struct log *l = calloc(1, sizeof *l);
    if (!l)
        return -1;
    l->arena = arena_open(1024 * 1024);
    l->key = keyed_open(&secret);
    l->count = ENTRIES;
    struct access_chain c = begin(l);
    for (unsigned i = 0; i < ENTRIES; i++) {
        l->entry[i] = make(l->arena, i);
        l->seal[i] = access_chain_seal(&c, &l->entry[i]);
    }
    *state = l;
    return 0;
}

static int teardown(void **state)
{
    struct log *l = *state;
    keyed_close(l->key);
    arena_close(l->arena);
    free(l);
    return 0;
}

/* The number of the first entry that does not fit; 0: all do. */
static int64_t broken(const struct log *l, enum access_fault *fault)
{
    struct access_chain c = begin(l);
    *fault = ACCESS_SOUND;
    for (size_t i = 0; i < l->count; i++) {
        *fault = access_chain_follow(&c, &l->entry[i], &l->seal[i]);
        if (*fault != ACCESS_SOUND)
            return (int64_t)i + 1;
    }
    return 0;
}

/* The control: whether each entry has a sum that fits it, and a number that is the next. The link
 * before it is taken from the entry itself, so the chain says nothing. */
static bool unchained(const struct log *l)
{
    for (size_t i = 0; i < l->count; i++) {
        struct access_link before = {(int64_t)i, {{0}}};
        struct access_chain c = access_chain_open(l->arena, l->key, &before);
        struct access_seal s = access_chain_seal(&c, &l->entry[i]);
        if (s.link.sequence != l->seal[i].link.sequence || !sum_eq(&s.sum, &l->seal[i].sum))
            return false;
    }
    return true;
}

static struct str *text_of(struct access_entry *e, unsigned n)
{
    struct str *const text[TEXTS] = {&e->actor.id, &e->actor.unit, &e->act, &e->about};
    return text[n];
}

/* Whether the entry at that place is refused as changed, when those before it are whole. */
static bool is_refused(struct access_chain before, const struct access_entry *e,
                       const struct access_seal *s)
{
    return access_chain_follow(&before, e, s) == ACCESS_CHANGED;
}

static unsigned flip_numbers(const struct access_chain *c, const struct access_entry *e,
                             const struct access_seal *s)
{
    unsigned found = 0;
    struct access_entry f = *e;
    int64_t *const wide[] = {&f.at.us, &f.actor.on_behalf, &f.person, &f.count, &f.position};
    for (size_t i = 0; i < ARRAY_LEN(wide); i++)
        for (unsigned byte = 0; byte < 8; byte++) {
            int64_t kept = *wide[i];
            *wide[i] = (int64_t)((uint64_t)kept ^ (uint64_t)0xff << 8 * byte);
            found += is_refused(*c, &f, s);
            *wide[i] = kept;
        }
    unsigned *const narrow[] = {(unsigned *)&f.actor.role, (unsigned *)&f.actor.purpose,
                                (unsigned *)&f.kind, (unsigned *)&f.outcome};
    for (size_t i = 0; i < ARRAY_LEN(narrow); i++) {
        *narrow[i] ^= 0xff;
        found += is_refused(*c, &f, s);
        *narrow[i] ^= 0xff;
    }
    return found;
}

static void each_byte_flipped(void **state)
{
    struct log *l = *state;
    struct access_chain c = begin(l);
    for (size_t i = 0; i < ENTRIES; i++) {
        struct access_entry e = l->entry[i];
        assert_int_equal(flip_numbers(&c, &e, &l->seal[i]), 5 * 8 + 4);
        for (unsigned n = 0; n < TEXTS; n++) {
            char bytes[128];
            struct str kept = *text_of(&e, n);
            memcpy(bytes, kept.at, kept.len);
            *text_of(&e, n) = (struct str){bytes, kept.len};
            for (size_t at = 0; at < kept.len; at++) {
                bytes[at] = (char)~bytes[at];
                assert_true(is_refused(c, &e, &l->seal[i]));
                bytes[at] = (char)~bytes[at];
            }
            *text_of(&e, n) = kept;
        }
        for (unsigned at = 0; at < SHA256_SIZE; at++) {
            struct access_seal s = l->seal[i];
            s.sum.byte[at] ^= 1;
            struct access_chain again = c;
            assert_int_equal(access_chain_follow(&again, &e, &s), ACCESS_CHANGED);
            assert_int_equal(access_chain_follow(&again, NULL, &s), ACCESS_UNLINKED);
            s = l->seal[i];
            s.link.chain.byte[at] ^= 1;
            assert_int_equal(access_chain_follow(&again, &e, &s), ACCESS_UNLINKED);
        }
        assert_int_equal(access_chain_follow(&c, &e, &l->seal[i]), ACCESS_SOUND);
    }
}

/* A letter moved from one text to the next is another entry. */
static void texts_have_their_ends(void **state)
{
    struct log *l = *state;
    struct access_chain c = begin(l), other = c;
    struct access_entry e = l->entry[1];
    e.actor.id = STR("ab");
    e.actor.unit = STR("c");
    struct access_seal one = access_chain_seal(&c, &e);
    e.actor.id = STR("a");
    e.actor.unit = STR("bc");
    assert_int_equal(access_chain_follow(&other, &e, &one), ACCESS_CHANGED);
}

static void drop(struct log *l, size_t at)
{
    l->count--;
    memmove(&l->entry[at], &l->entry[at + 1], (l->count - at) * sizeof *l->entry);
    memmove(&l->seal[at], &l->seal[at + 1], (l->count - at) * sizeof *l->seal);
}

static void put_in(struct log *l, size_t at, const struct access_entry *e,
                   const struct access_seal *s)
{
    memmove(&l->entry[at + 1], &l->entry[at], (l->count - at) * sizeof *l->entry);
    memmove(&l->seal[at + 1], &l->seal[at], (l->count - at) * sizeof *l->seal);
    l->entry[at] = *e;
    l->seal[at] = *s;
    l->count++;
}

/* Of the last one only a checkpoint knows. */
static void each_row_deleted(void **state)
{
    struct log *l = *state;
    enum access_fault fault;
    for (size_t i = 0; i < ENTRIES; i++) {
        struct access_entry e = l->entry[i];
        struct access_seal s = l->seal[i];
        drop(l, i);
        assert_int_equal(broken(l, &fault), i + 1 < ENTRIES ? (int64_t)i + 1 : 0);
        assert_true(i + 1 == ENTRIES || fault == ACCESS_MISSING);
        put_in(l, i, &e, &s);
    }
    assert_int_equal(broken(l, &fault), 0);
}

/* And the numbers of all behind it moved down, as who hides it would. */
static void a_row_deleted_and_the_rest_numbered_anew(void **state)
{
    struct log *l = *state;
    enum access_fault fault;
    struct access_seal kept[ENTRIES];
    for (size_t i = 0; i + 1 < ENTRIES; i += 37) {
        struct access_entry e = l->entry[i];
        memcpy(kept, l->seal, sizeof kept);
        drop(l, i);
        for (size_t n = i; n < l->count; n++)
            l->seal[n].link.sequence--;
        assert_int_equal(broken(l, &fault), (int64_t)i + 1);
        assert_int_equal(fault, ACCESS_CHANGED);
        put_in(l, i, &e, &kept[i]);
        memcpy(l->seal, kept, sizeof kept);
    }
}

static void swap(struct log *l, size_t i, size_t k, bool seals, bool entries)
{
    struct access_entry e = l->entry[i];
    struct access_seal s = l->seal[i];
    if (entries) {
        l->entry[i] = l->entry[k];
        l->entry[k] = e;
    }
    if (seals) {
        l->seal[i] = l->seal[k];
        l->seal[k] = s;
    }
}

static void each_row_swapped(void **state)
{
    struct log *l = *state;
    enum access_fault fault;
    for (size_t i = 0; i < ENTRIES; i++) {
        size_t k = (i + 1) % ENTRIES, low = i < k ? i : k;
        swap(l, i, k, true, true); /* whole rows */
        assert_int_equal(broken(l, &fault), (int64_t)low + 1);
        swap(l, i, k, true, true);
        swap(l, i, k, false, true); /* only what they say */
        assert_int_equal(broken(l, &fault), (int64_t)low + 1);
        swap(l, i, k, false, true);
    }
}

static void each_row_inserted(void **state)
{
    struct log *l = *state;
    enum access_fault fault;
    struct access_entry e = make(l->arena, 12345);
    for (size_t i = 0; i <= ENTRIES; i++) {
        struct access_seal s = l->seal[i < ENTRIES ? i : i - 1];
        s.link.sequence = (int64_t)i + 1; /* the number that is the next */
        put_in(l, i, &e, &s);
        assert_int_equal(broken(l, &fault), (int64_t)i + 1);
        drop(l, i);
    }
}

/* A second log that began with the same entries: the registry was put back to an older copy, and
 * went on. Its rows, with their numbers and sums, fit among the others as long as nobody looks at
 * the chain. */
static void rows_of_another_branch(void **state)
{
    struct log *l = *state;
    enum access_fault fault;
    enum { FORK = 500, TAKEN = 600 };
    struct access_chain c = begin(l);
    for (size_t i = 0; i < FORK; i++)
        assert_int_equal(access_chain_follow(&c, &l->entry[i], &l->seal[i]), ACCESS_SOUND);
    struct access_entry kept = l->entry[TAKEN];
    struct access_seal sealed = l->seal[TAKEN];
    for (unsigned i = FORK; i <= TAKEN; i++) {
        struct access_entry other = make(l->arena, i + 7000);
        struct access_seal s = access_chain_seal(&c, &other);
        if (i < TAKEN)
            continue;
        l->entry[i] = other;
        l->seal[i] = s;
    }
    assert_true(unchained(l)); /* the control misses it */
    assert_int_equal(broken(l, &fault), TAKEN + 1);
    assert_int_equal(fault, ACCESS_UNLINKED);
    l->entry[TAKEN] = kept;
    l->seal[TAKEN] = sealed;
    assert_int_equal(broken(l, &fault), 0);
}

static void another_key_fits_nothing(void **state)
{
    struct log *l = *state;
    const struct secret other = {{1, 2, 4}};
    struct keyed *kept = l->key;
    enum access_fault fault;
    l->key = keyed_open(&other);
    assert_int_equal(broken(l, &fault), 1);
    assert_int_equal(fault, ACCESS_CHANGED);
    keyed_close(l->key);
    l->key = kept;
}

static void words_of_the_log(void **state)
{
    (void)state;
    unsigned place = 0;
    assert_true(vocab_find(&VOCAB_ROLE, STR("unit_head"), &place));
    assert_int_equal(place, ROLE_UNIT_HEAD);
    assert_true(vocab_find(&VOCAB_PURPOSE, STR("log_review"), &place));
    assert_int_equal(place, PURPOSE_LOG_REVIEW);
    assert_true(str_eq(vocab_word(&VOCAB_ACCESS_KIND, ACCESS_ERASE), STR("erase")));
    assert_true(str_eq(vocab_word(&VOCAB_ACCESS_OUTCOME, ACCESS_NO_HIT), STR("no_hit")));
    assert_true(str_eq(vocab_word(&VOCAB_ACCESS_FAULT, ACCESS_UNSEALED), STR("unsealed")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_byte_flipped),
        cmocka_unit_test(texts_have_their_ends),
        cmocka_unit_test(each_row_deleted),
        cmocka_unit_test(a_row_deleted_and_the_rest_numbered_anew),
        cmocka_unit_test(each_row_swapped),
        cmocka_unit_test(each_row_inserted),
        cmocka_unit_test(rows_of_another_branch),
        cmocka_unit_test(another_key_fits_nothing),
        cmocka_unit_test(words_of_the_log),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
