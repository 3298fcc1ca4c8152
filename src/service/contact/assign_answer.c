#include "service/contact/assign_answer.h"

#include "core/json_in.h"
#include "service/act_about.h"
#include "service/contact/block_facts.h"
#include "service/contact/contact_facts.h"
#include "store/unit_store.h"

static struct str word(enum assign_verdict verdict)
{
    return verdict == ASSIGN_MAY ? STR("assigned") : str_of(assign_code(verdict));
}

static void put_panel(struct json *j, const char *key, const struct panel *p)
{
    json_key(j, str_of(key));
    json_object(j);
    json_key_i64(j, "count", p->count);
    json_key_i64(j, "target", p->target);
    json_key_i64(j, "cap", p->cap);
    json_key_bool(j, "open", p->is_open);
    json_object_end(j);
}

struct str assign_answer_text(struct arena *a, const struct assigned *answer)
{
    struct sb out = sb_open(a, 256 + 40 * answer->rows);
    struct json j = json_open(&out);
    json_object(&j);
    json_key_str(&j, "staff", hsaid_str(&answer->staff));
    json_key_str(&j, "unit", hsaid_str(&answer->unit));
    json_key_day(&j, "from", answer->from);
    json_key_i64(&j, "hidden", (int64_t)answer->hidden);
    json_key_i64(&j, "overridden", (int64_t)answer->preview.overridden);
    json_key_i64(&j, "replaced", (int64_t)answer->preview.replaced);
    put_panel(&j, "before", &answer->preview.before);
    put_panel(&j, "after", &answer->preview.after);
    json_key(&j, STR("persons"));
    json_array(&j);
    for (size_t i = 0; i < answer->rows; i++) {
        json_object(&j);
        json_key_i64(&j, "person", answer->row[i].person);
        json_key_str(&j, "answer", word(answer->row[i].verdict));
        json_key_str(&j, "former", hsaid_str(&answer->row[i].former));
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return sb_str(&out);
}

/* ---- and back ---- */

static int64_t number(const struct json_in *map, const char *key)
{
    int64_t n = 0;
    return str_to_i64(json_in_text(json_in_get(map, key)), &n) ? n : 0;
}

static struct panel panel(const struct json_in *map)
{
    return (struct panel){number(map, "count"), number(map, "target"), number(map, "cap"),
                          json_in_get(map, "open") &&
                              json_in_get(map, "open")->kind == JSON_IN_TRUE};
}

static enum assign_verdict verdict(struct str written)
{
    for (enum assign_verdict v = ASSIGN_ALREADY; v < ASSIGN_VERDICTS; v++)
        if (str_eq(written, word(v)))
            return v;
    return ASSIGN_MAY;
}

static bool read_person(const struct json_in *in, struct assigned *out, struct err *err)
{
    struct assigned_person row = {.person = number(in, "person"),
                                  .verdict = verdict(json_in_text(json_in_get(in, "answer")))};
    struct str former = json_in_text(json_in_get(in, "former"));
    if (former.len > 0 && !hsaid_parse(former, &row.former, err))
        return false;
    out->preview.asked++;
    out->preview.of[row.verdict]++;
    out->row[out->rows++] = row;
    return true;
}

static bool read_persons(struct arena *a, const struct json_in *list, struct assigned *out,
                         struct err *err)
{
    size_t count = 0;
    for (const struct json_in *p = list ? list->first : NULL; p; p = p->next)
        count++;
    out->row = ARENA_NEW(a, struct assigned_person, count + 1);
    for (const struct json_in *p = list ? list->first : NULL; p; p = p->next)
        if (!read_person(p, out, err))
            return false;
    return true;
}

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
        if (act_may_see(&as->actor, protection)) {
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
    const struct json_in *root = NULL;
    struct assigned answer = {.is_repeat = true};
    struct unit_facts unit;
    if (!json_in_parse(a, text, &root, err) ||
        !hsaid_parse(json_in_text(json_in_get(root, "staff")), &answer.staff, err) ||
        !hsaid_parse(json_in_text(json_in_get(root, "unit")), &answer.unit, err) ||
        !day_parse(json_in_text(json_in_get(root, "from")), &answer.from, err) ||
        !unit_facts(in->db, a, &answer.unit, &unit, err) ||
        !read_persons(a, json_in_get(root, "persons"), &answer, err) ||
        !assign_answer_hide(a, in, as, &answer, err))
        return false;
    answer.unit_name = unit.name;
    answer.hidden = (size_t)number(root, "hidden");
    if (!name_persons(a, in, as, &answer, err))
        return false;
    answer.preview.overridden = (size_t)number(root, "overridden");
    answer.preview.replaced = (size_t)number(root, "replaced");
    answer.preview.before = panel(json_in_get(root, "before"));
    answer.preview.after = panel(json_in_get(root, "after"));
    *out = answer;
    return true;
}
