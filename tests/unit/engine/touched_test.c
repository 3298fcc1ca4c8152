/* engine/touched.h: whatever a measure can see of a person, a change of it alone is found; and what
 * is of nobody makes everybody be counted. A column that were forgotten would leave old figures. */
#include "engine/touched.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* One row of each table, of one person; and what all have in common. */
struct rows {
    struct snapshot_person person;
    struct snapshot_listing listing;
    struct snapshot_named_contact named;
    struct snapshot_residence residence;
    struct contact_row contact;
    struct code_row diagnosis, procedure;
    struct measurement_row measurement;
    struct prescription_row prescription;
    struct invitation_row invitation;
    struct referral_row referral;
    const char *municipality, *county; /* of a unit; of the instance */
    enum operator_kind operator_kind;
    const char *local, *code, *factor; /* of a term */
    enum code_system system;
};

static struct rows some_rows(void)
{
    struct rows r = {.person = {.key = 2,
                                .birth = world_day("1960-05-17"),
                                .end = DAY_NONE,
                                .sex = SEX_FEMALE,
                                .municipality = STR("2380"),
                                .registered_from = world_day("2000-01-01"),
                                .registered_to = world_day("2030-01-01")},
                     .listing = {.from = world_day("2020-01-01"), .to = world_day("2030-01-01")},
                     .named = {.from = world_day("2020-01-01"),
                               .to = world_day("2030-01-01"),
                               .informed_on = world_day("2021-01-01"),
                               .kind = KIND_DOCTOR},
                     .residence = {.municipality = STR("2380"),
                                   .from = world_day("2023-01-01"),
                                   .to = world_day("2030-01-01"),
                                   .reported_on = world_day("2023-01-02")},
                     .contact = world_visit("2023-03-01", "A", "D1"),
                     .diagnosis = world_code("2023-03-02", "A", "E11"),
                     .procedure = world_code("2023-03-02", "A", "QV001"),
                     .measurement = world_measured("2023-03-01", "A", "NPU27300", "50"),
                     .prescription = world_prescribed("2023-03-01", "A", "N05BA01"),
                     .invitation =
                         world_invited("2023-02-01", "2023-03-01", "A", (enum programme)0),
                     .referral = world_referred("2023-03-01", "A", (enum referred_to)0),
                     .municipality = "2380",
                     .county = "23",
                     .operator_kind = OPERATOR_REGION,
                     .local = "L",
                     .code = "NPU27300",
                     .factor = "10",
                     .system = SYSTEM_NPU};
    r.contact.minute = r.measurement.minute = 600;
    r.measurement.time_on = r.measurement.date;
    r.contact.sought_on = world_day("2023-02-27");
    r.measurement.value_unit = STR("mmol/mol");
    return r;
}

/* Somebody whom nothing happens to comes first, and has what there is of units and staff. */
static struct world world_of(struct rows r)
{
    struct world w = world_begin();
    snapshot_set_county(w.builder, str_of(r.county));
    (void)world_unit(&w, "A", r.municipality, r.operator_kind);
    (void)world_unit(&w, "B", "2321", OPERATOR_REGION);
    (void)world_staff(&w, "D1", false);
    (void)world_staff(&w, "D2", false);
    world_term(&w, r.local, r.system, r.code, r.factor);
    struct snapshot_person other = some_rows().person;
    other.key = 1;
    uint32_t first = world_add(&w, &other), person = world_add(&w, &r.person);
    struct contact_row visit = world_visit("2023-01-01", "A", "D1");
    world_contact(&w, first, &visit);
    r.listing.person = r.named.person = r.residence.person = person;
    snapshot_add_listing(w.builder, &r.listing);
    world_name(&w, &r.named);
    snapshot_add_residence(w.builder, &r.residence);
    world_contact(&w, person, &r.contact);
    world_event(&w, TABLE_DIAGNOSES, person, &r.diagnosis);
    world_event(&w, TABLE_PROCEDURES, person, &r.procedure);
    world_event(&w, TABLE_MEASUREMENTS, person, &r.measurement);
    world_event(&w, TABLE_PRESCRIPTIONS, person, &r.prescription);
    world_event(&w, TABLE_INVITATIONS, person, &r.invitation);
    world_event(&w, TABLE_REFERRALS, person, &r.referral);
    world_end(&w, 1);
    return w;
}

/* ---- one thing that is another ---- */

enum what { A_DAY, A_WORD, A_NUMBER, A_MINUTE, AN_ID, A_TEXT, A_STRING };
struct change {
    const char *name;
    size_t at;
    enum what what;
    const char *to;
};
#define OF(field, what, to)                                                                        \
    {                                                                                              \
#field, offsetof(struct rows, field), what, to                                             \
    }

static const struct change OF_A_PERSON[] = {
    OF(person.birth, A_DAY, "1960-05-18"),
    OF(person.birth, A_DAY, ""),
    OF(person.end, A_DAY, "2023-06-01"),
    OF(person.sex, A_WORD, "2"),
    OF(person.protection, A_WORD, "1"),
    OF(person.municipality, A_TEXT, "2321"),
    OF(person.county, A_TEXT, "21"),
    OF(person.registered_from, A_DAY, "2000-01-02"),
    OF(person.registered_to, A_DAY, ""),
    OF(listing.from, A_DAY, "2020-01-02"),
    OF(listing.to, A_DAY, ""),
    OF(listing.unit, A_NUMBER, "1"),
    OF(listing.basis, A_WORD, "1"),
    OF(named.from, A_DAY, "2020-01-02"),
    OF(named.to, A_DAY, ""),
    OF(named.informed_on, A_DAY, ""),
    OF(named.unit, A_NUMBER, "1"),
    OF(named.staff, A_NUMBER, "1"),
    OF(named.kind, A_WORD, "0"),
    OF(residence.municipality, A_TEXT, "2321"),
    OF(residence.from, A_DAY, "2023-01-02"),
    OF(residence.to, A_DAY, ""),
    OF(residence.reported_on, A_DAY, "2023-01-03"),
    OF(residence.kind, A_WORD, "1"),
    OF(contact.date, A_DAY, "2023-03-03"),
    OF(contact.minute, A_MINUTE, "601"),
    OF(contact.minute, A_MINUTE, "-1"),
    OF(contact.unit, AN_ID, "B"),
    OF(contact.unit, AN_ID, "X"),
    OF(contact.staff, AN_ID, "D2"),
    OF(contact.staff, AN_ID, "X"),
    OF(contact.profession, A_WORD, "1"),
    OF(contact.form, A_WORD, "1"),
    OF(contact.level, A_WORD, "1"),
    OF(contact.problem, A_WORD, "1"),
    OF(contact.sought_on, A_DAY, "2023-02-28"),
    OF(contact.sought_on, A_DAY, ""),
    OF(contact.assessed, A_WORD, "1"),
    OF(contact.booking, A_WORD, "1"),
    OF(diagnosis.date, A_DAY, "2023-03-03"),
    OF(diagnosis.unit, AN_ID, "B"),
    OF(diagnosis.code, A_TEXT, "E12"),
    OF(diagnosis.contact, A_TEXT, "C1"), /* its form */
    OF(diagnosis.system, A_TEXT, "ICPC-2"),
    OF(procedure.date, A_DAY, "2023-03-03"),
    OF(procedure.unit, AN_ID, "B"),
    OF(procedure.code, A_TEXT, "QV002"),
    OF(procedure.contact, A_TEXT, "C1"),
    OF(procedure.system, A_TEXT, "other"),
    OF(measurement.date, A_DAY, "2023-03-02"),
    OF(measurement.minute, A_MINUTE, "601"),
    OF(measurement.unit, AN_ID, "B"),
    OF(measurement.code, A_TEXT, "NPU27301"),
    OF(measurement.value, A_TEXT, "51"),
    OF(measurement.value_unit, A_TEXT, "%"),
    OF(measurement.system, A_TEXT, "other"),
    OF(prescription.date, A_DAY, "2023-03-02"),
    OF(prescription.unit, AN_ID, "B"),
    OF(prescription.atc, A_TEXT, "N05BA02"),
    OF(prescription.system, A_TEXT, "other"),
    OF(prescription.source, A_WORD, "1"),
    OF(invitation.programme, A_WORD, "1"),
    OF(invitation.invited_on, A_DAY, "2023-02-02"),
    OF(invitation.invited_on, A_DAY, ""),
    OF(invitation.performed_on, A_DAY, "2023-03-02"),
    OF(invitation.performed_on, A_DAY, ""),
    OF(invitation.channel, A_WORD, "1"),
    OF(invitation.unit, AN_ID, "B"),
    OF(referral.date, A_DAY, "2023-03-02"),
    OF(referral.from_unit, AN_ID, "B"),
    OF(referral.to, A_WORD, "1"),
};
static const struct change OF_ALL[] = {
    OF(municipality, A_STRING, "2321"),
    OF(county, A_STRING, "21"),
    OF(operator_kind, A_WORD, "1"),
    OF(local, A_STRING, "M"),
    OF(code, A_STRING, "NPU1"),
    OF(factor, A_STRING, "11"),
    OF(system, A_WORD, "1"),
};

static struct rows changed(const struct change *c)
{
    struct rows r = some_rows();
    void *at = (char *)&r + c->at;
    int64_t number = 0;
    if (c->what == A_WORD || c->what == A_NUMBER || c->what == A_MINUTE)
        assert_true(str_to_i64(str_of(c->to), &number));
    const unsigned word = (unsigned)number; /* enums are of that size */
    const int16_t minute = (int16_t)number;
    const struct day day = c->what == A_DAY ? world_day(c->to) : DAY_NONE;
    const struct hsaid id = c->what == AN_ID ? world_id(c->to) : (struct hsaid){{0}};
    const struct str text = str_of(c->to);
    switch (c->what) {
    case A_DAY:
        memcpy(at, &day, sizeof day);
        break;
    case A_WORD:
    case A_NUMBER:
        memcpy(at, &word, sizeof word);
        break;
    case A_MINUTE:
        memcpy(at, &minute, sizeof minute);
        break;
    case AN_ID:
        memcpy(at, &id, sizeof id);
        break;
    case A_TEXT:
        memcpy(at, &text, sizeof text);
        break;
    case A_STRING:
        memcpy(at, &c->to, sizeof c->to);
        break;
    }
    return r;
}

/* How many are touched; -1: everybody must be counted. It is the second person. */
static int touched_by(const struct rows *before, const struct rows *now, unsigned threads)
{
    struct world x = world_of(*before), y = world_of(*now);
    struct touched t;
    int count = -1;
    if (touched_find(y.arena, &x.snapshot, &y.snapshot, threads, &t)) {
        count = (int)t.now.count;
        assert_int_equal(t.before.count, t.now.count);
        for (uint32_t i = 0; i < t.now.count; i++) {
            assert_int_equal(x.snapshot.person_key[t.before.person[i]], 2);
            assert_int_equal(y.snapshot.person_key[t.now.person[i]], 2);
        }
    }
    world_close(&x);
    world_close(&y);
    return count;
}

static unsigned count_missed(const struct change *change, size_t changes, int wanted)
{
    const struct rows rows = some_rows();
    unsigned missed = 0;
    for (size_t i = 0; i < changes; i++) {
        const struct rows other = changed(&change[i]);
        int forth = touched_by(&rows, &other, 1), back = touched_by(&other, &rows, 2);
        if (forth == wanted && back == wanted)
            continue;
        print_error("%s to \"%s\": %d, back %d\n", change[i].name, change[i].to, forth, back);
        missed++;
    }
    return missed;
}

static void nothing_is_nobody(void **state)
{
    (void)state;
    struct rows rows = some_rows(), other = rows;
    other.prescription.days = 90; /* what no measure sees */
    assert_int_equal(touched_by(&rows, &rows, 1), 0);
    assert_int_equal(touched_by(&rows, &other, 1), 0);
}

static void each_thing_of_a_person(void **state)
{
    (void)state;
    assert_int_equal(count_missed(OF_A_PERSON, ARRAY_LEN(OF_A_PERSON), 1), 0);
}

static void each_thing_of_all(void **state)
{
    (void)state;
    assert_int_equal(count_missed(OF_ALL, ARRAY_LEN(OF_ALL), -1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_nobody),
        cmocka_unit_test(each_thing_of_a_person),
        cmocka_unit_test(each_thing_of_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
