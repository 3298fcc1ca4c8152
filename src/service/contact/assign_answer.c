#include "service/contact/assign_answer.h"

#include "service/act_about.h"
#include "service/contact/block_facts.h"
#include "service/contact/contact_facts.h"
#include "store/unit_store.h"

static const struct act_field KEPT_PANEL[] = {
    ACT_FIELD(struct panel, count, "count"),
    ACT_FIELD(struct panel, target, "target"),
    ACT_FIELD(struct panel, cap, "cap"),
    ACT_FIELD(struct panel, is_open, "open"),
};
const struct act_form ASSIGN_ANSWER_PANEL = ACT_PART_FORM(struct panel, KEPT_PANEL);
static const struct act_field KEPT_PERSON[] = {
    ACT_FIELD(struct assigned_person, person, "person"),
    ACT_WORD(struct assigned_person, verdict, "answer", &VOCAB_ASSIGN_VERDICT),
    ACT_FIELD(struct assigned_person, former, "former"),
};
static const struct act_form PERSON = ACT_PART_FORM(struct assigned_person, KEPT_PERSON);
static const struct act_field KEPT[] = {
    ACT_FIELD(struct assigned, staff, "staff"),
    ACT_FIELD(struct assigned, unit, "unit"),
    ACT_FIELD(struct assigned, from, "from"),
    ACT_FIELD(struct assigned, hidden, "hidden"),
    ACT_FIELD(struct assigned, preview.overridden, "overridden"),
    ACT_FIELD(struct assigned, preview.replaced, "replaced"),
    ACT_PART(struct assigned, preview.before, "before", &ASSIGN_ANSWER_PANEL),
    ACT_PART(struct assigned, preview.after, "after", &ASSIGN_ANSWER_PANEL),
    ACT_LIST(struct assigned, row, rows, "persons", &PERSON),
};
const struct act_form ASSIGN_ANSWER = ACT_FORM(struct assigned, KEPT);

/* ---- what may be shown now ---- */

/* How they are called, and whether they may be seen. Who was joined with another since has no row,
 * and no number; nobody can ask of them. */
static bool name_person(const struct contact_facts *f, struct assigned_person *row,
                        enum protection *out, struct err *err)
{
    struct assign_person person;
    struct contact_about about;
    struct err why = {0};
    *out = PROTECTION_NONE;
    if (contact_facts_person(f, row->person, &person, &about, &why)) {
        row->number = about.number;
        *out = about.protection;
    } else if (why.kind != ERR_MISSING) {
        *err = why;
        return false;
    }
    return true;
}

static bool name_persons(struct arena *a, struct instance *in, const struct assigning *as,
                         struct assigned *out, struct err *err)
{
    struct contact_facts f = {a, in, out->from};
    size_t kept = 0;
    for (size_t i = 0; i < out->rows; i++) {
        struct assigned_person row = out->row[i];
        enum protection protection;
        if (!name_person(&f, &row, &protection, err))
            return false;
        if (access_may_see(&as->actor, protection)) {
            out->row[kept++] = row;
            continue;
        }
        out->preview.asked--;
        out->preview.of[row.verdict]--;
        out->hidden += as->where.len == 0;
    }
    out->rows = kept;
    return true;
}

bool assign_answer_hide(struct arena *a, struct instance *in, const struct assigning *as,
                        struct assigned *answer, struct err *err)
{
    for (size_t i = 0; i < answer->rows; i++) {
        struct assigned_person *row = &answer->row[i];
        struct block_list blocks;
        if (!row->former.text[0])
            continue;
        if (!block_now(a, in, row->person, &blocks, err) ||
            !act_hide_staff(a, in, &as->actor, &row->former, err))
            return false;
        row->is_blocked = block_hides_any(blocks.at, blocks.count, &as->actor, instance_today(in));
        if (row->is_blocked)
            row->former = (struct hsaid){{0}};
    }
    return true;
}

bool assign_answer_read(struct arena *a, struct instance *in, const struct assigning *as,
                        struct str text, struct assigned *out, struct err *err)
{
    struct assigned answer = {.is_repeat = true};
    struct unit_facts unit;
    if (!act_answer_read(a, text, &ASSIGN_ANSWER, &answer, err) ||
        !unit_facts(in->db, a, &answer.unit, &unit, err) ||
        !assign_answer_hide(a, in, as, &answer, err))
        return false;
    answer.unit_name = unit.name;
    answer.preview.asked = answer.rows;
    for (size_t i = 0; i < answer.rows; i++)
        answer.preview.of[answer.row[i].verdict]++;
    if (!name_persons(a, in, as, &answer, err))
        return false;
    *out = answer;
    return true;
}
