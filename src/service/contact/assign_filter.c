#include "service/contact/assign_filter.h"

#include "store/asked_store.h"
#include "store/request_store.h"

static const char *const FIELDS[] = {"unit",      "area",    "doctor",   "kind1", "saebo",
                                     "home_care", "request", "age_from", "age_to"};
enum field { UNIT, AREA, DOCTOR, KIND1, SAEBO, HOME_CARE, REQUEST, AGE_FROM, AGE_TO };
_Static_assert(ARRAY_LEN(FIELDS) == AGE_TO + 1, "a name for each");
static const struct vocab VOCAB_FIELD = {"field", FIELDS, ARRAY_LEN(FIELDS)};

static bool wrong(enum field field, struct err *err)
{
    return FAIL(err, ERR_INVALID, "assign.filter_value", "%s", FIELDS[field]);
}

static bool yes_no(enum field field, struct str value, enum answer *out, struct err *err)
{
    unsigned answer = ANSWER_NONE;
    if (!vocab_find(&VOCAB_ANSWER, value, &answer) || answer == ANSWER_NONE)
        return wrong(field, err);
    *out = (enum answer)answer;
    return true;
}

static bool years(enum field field, struct str value, int64_t *out, struct err *err)
{
    enum { OLDEST = 150 };
    int64_t age = -1;
    if (!str_to_i64(value, &age) || age < 0 || age > OLDEST)
        return wrong(field, err);
    *out = age;
    return true;
}

static bool doctor(struct str value, struct assign_filter *f, struct err *err)
{
    f->by_doctor = true;
    return str_eq(value, STR("none")) || hsaid_parse(value, &f->doctor, err);
}

static bool set(struct assign_filter *f, enum field field, struct str value, struct err *err)
{
    if (value.len == 0)
        return wrong(field, err);
    switch (field) {
    case UNIT:
        f->unit = value;
        return true;
    case AREA:
        f->area = value;
        return true;
    case DOCTOR:
        return doctor(value, f, err);
    case KIND1:
        return yes_no(field, value, &f->kind1, err);
    case SAEBO:
        return yes_no(field, value, &f->saebo, err);
    case HOME_CARE:
        return yes_no(field, value, &f->home_care, err);
    case REQUEST:
        return yes_no(field, value, &f->request, err);
    case AGE_FROM:
        return years(field, value, &f->age_from, err);
    case AGE_TO:
        return years(field, value, &f->age_to, err);
    }
    return false;
}

/* Of a field that is said twice nobody knows which is meant. */
static bool find_field(struct str name, unsigned *seen, enum field *out, struct err *err)
{
    enum { SHOWN = 40 };
    unsigned field = 0;
    if (name.len == 0 || !vocab_find(&VOCAB_FIELD, name, &field))
        return FAIL(err, ERR_INVALID, "assign.filter", "%.*s",
                    (int)(name.len < SHOWN ? name.len : SHOWN), name.at);
    if (*seen & (1U << field))
        return FAIL(err, ERR_INVALID, "assign.filter_twice", "%s", FIELDS[field]);
    *seen |= 1U << field;
    *out = (enum field)field;
    return true;
}

bool assign_filter_parse(struct str written, struct assign_filter *out, struct err *err)
{
    struct assign_filter f = {.age_from = -1, .age_to = -1};
    unsigned seen = 0;
    for (struct str rest = written; rest.at;) {
        struct str value = str_cut(&rest, ',');
        struct str name = str_trim(str_cut(&value, '='));
        enum field field;
        if (!find_field(name, &seen, &field, err) ||
            !set(&f, field, value.at ? str_trim(value) : STR(""), err))
            return false;
    }
    *out = f;
    return true;
}

/* ---- whom it finds ---- */

static bool is_so(enum answer wanted, bool is)
{
    return wanted == ANSWER_NONE || (wanted == ANSWER_YES) == is;
}

static bool is_closed(const struct assign_filter *f, int64_t person, const struct contact_now *c)
{
    const struct blocks_closed *b = &f->closed;
    for (size_t i = blocks_closed_first(b, person); i < b->count && b->at[i].person == person; i++)
        if (hsaid_eq(&b->at[i].block.unit, &c->unit))
            return true;
    return false;
}

static bool has_kind(const struct assign_filter *f, const struct assign_person *p,
                     enum contact_kind kind)
{
    for (size_t i = 0; i < p->contacts; i++)
        if (p->contact[i].kind == kind && !is_closed(f, p->person, &p->contact[i]))
            return true;
    return false;
}

static bool has_doctor(const struct assign_filter *f, const struct assign_person *p)
{
    const struct contact_now *now = contact_doctor(p->contact, p->contacts);
    if (now && is_closed(f, p->person, now))
        now = NULL;
    return f->doctor.text[0] ? now && hsaid_eq(&now->staff, &f->doctor) : !now;
}

static bool has_age(const struct assign_filter *f, struct day birth, struct day on)
{
    if (f->age_from < 0 && f->age_to < 0)
        return true;
    if (day_is_none(birth))
        return false;
    int32_t age = age_on(birth, on);
    return (f->age_from < 0 || age >= f->age_from) && (f->age_to < 0 || age <= f->age_to);
}

static bool is_found(const struct assign_filter *f, const struct assign_person *p,
                     const struct contact_about *about, struct day on)
{
    return (!f->by_doctor || has_doctor(f, p)) &&
           is_so(f->kind1, has_kind(f, p, KIND_CARE_CONTACT)) && is_so(f->saebo, p->in_saebo) &&
           is_so(f->home_care, about->in_home_care) && has_age(f, p->birth_date, on);
}

/* Whether it is as wanted. */
static bool has_request(const struct contact_facts *f, const struct assign_filter *filter,
                        int64_t person, enum contact_kind kind, bool *out, struct err *err)
{
    int64_t request = 0;
    if (!request_open_of(f->in->db, person, kind, &request, err))
        return false;
    *out = is_so(filter->request, request != 0);
    return true;
}

bool assign_filter_find(const struct contact_facts *f, const struct assign_filter *filter,
                        int64_t unit, enum contact_kind kind, struct contact_persons *out,
                        struct err *err)
{
    struct contact_persons p;
    if (!asked_open(f->in->db, err) ||
        !asked_add_listed(f->in->db, unit, filter->area, f->on, err) ||
        !contact_facts_asked(f, &p, err))
        return false;
    size_t count = 0;
    for (size_t i = 0; i < p.count; i++) {
        bool requests = filter->request == ANSWER_NONE;
        if (!is_found(filter, &p.person[i], &p.about[i], f->on))
            continue;
        if (!requests && !has_request(f, filter, p.person[i].person, kind, &requests, err))
            return false;
        if (!requests)
            continue;
        p.person[count] = p.person[i];
        p.about[count++] = p.about[i];
    }
    p.count = count;
    *out = p;
    return true;
}
