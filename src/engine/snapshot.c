#include "engine/snapshot.h"

#include "engine/hsaid_dict.h"
#include "engine/snapshot_opening.h"

/* Raised when a snapshot means something else than before, also by what is fed into it: one that an
 * older program left is then built anew. */
const struct colfile_kind SNAPSHOT_KIND = {"snapshot", 5};

enum { BIRTH_FIRST = -110000, BIRTH_LAST = 2960000 };

bool opening_damaged(const struct opening *o, const char *name)
{
    return colcheck_damaged(&o->check, name, o->err);
}

bool opening_find(struct opening *o, uint64_t count, const struct wanted *wanted, size_t columns)
{
    o->check.count = count;
    for (size_t i = 0; i < columns; i++) {
        struct column col;
        if (!colcheck_index(&o->check, wanted[i].name, wanted[i].type, wanted[i].limit, &col,
                            o->err))
            return false;
        *wanted[i].out = col.at;
    }
    return true;
}

bool opening_texts(struct opening *o, const char *name, const char *end_name, uint32_t count,
                   const struct str **out)
{
    const uint32_t *end;
    struct column text;
    if (!FIND_ALL(o, count, ((struct wanted[]){{end_name, COL_U32, OPENING_ANY, (void *)&end}})) ||
        !colcheck_find(&o->check, name, COL_TEXT, &text, o->err))
        return false;
    struct str *made = ARENA_NEW(o->arena, struct str, count + 1);
    uint32_t from = 0;
    for (uint32_t i = 0; i < count; from = end[i++]) {
        if (end[i] < from || end[i] > text.count)
            return opening_damaged(o, end_name);
        made[i] = (struct str){(const char *)text.at + from, end[i] - from};
    }
    *out = made;
    return from == text.count || opening_damaged(o, name);
}

bool opening_places(const struct opening *o, const char *name, const uint16_t *at, uint64_t count)
{
    bool beyond = false;
    if (o->check.is_proven)
        return true;
    for (uint64_t i = 0; i < count; i++)
        beyond |= at[i] >= o->s->places && at[i] != SNAPSHOT_NONE16;
    return !beyond || opening_damaged(o, name);
}

static bool open_own_county(struct opening *o)
{
    const uint16_t *own;
    if (!FIND_ALL(o, 1, ((struct wanted[]){{"own_county", COL_U16, OPENING_ANY16, (void *)&own}})))
        return false;
    o->s->own_county = *own;
    return opening_places(o, "own_county", own, 1);
}

static bool open_units(struct opening *o)
{
    struct snapshot *s = o->s;
    const uint32_t *known;
    struct column end;
    if (!colcheck_hsaids(&o->check, "unit_id", &s->unit_id, &s->units, o->err) ||
        !FIND_ALL(o, 1,
                  ((struct wanted[]){{"known_units", COL_U32, OPENING_ANY, (void *)&known}})) ||
        !opening_texts(o, "unit_name", "unit_name_end", s->units, &s->unit_name))
        return false;
    s->known_units = *known;
    if (s->known_units > s->units)
        return opening_damaged(o, "known_units");
    if (s->units > UNITS_MOST)
        return opening_damaged(o, "unit_id");
    struct wanted wanted[] = {
        {"unit_operator", COL_U8, OPERATOR_EXTERNAL + 1, (void *)&s->unit_operator},
        {"unit_municipality", COL_U16, OPENING_ANY16, (void *)&s->unit_municipality},
        {"unit_county", COL_U16, OPENING_ANY16, (void *)&s->unit_county},
    };
    if (!FIND_ALL(o, s->units, wanted) ||
        !colcheck_find(&o->check, "place_end", COL_U32, &end, o->err))
        return false;
    if (end.count >= SNAPSHOT_NONE16)
        return opening_damaged(o, "place_end");
    s->places = (uint32_t)end.count;
    return opening_texts(o, "place", "place_end", s->places, &s->place) &&
           opening_places(o, "unit_municipality", s->unit_municipality, s->units) &&
           opening_places(o, "unit_county", s->unit_county, s->units) && open_own_county(o);
}

static bool open_staff(struct opening *o)
{
    struct snapshot *s = o->s;
    return colcheck_hsaids(&o->check, "staff_id", &s->staff_id, &s->staff_count, o->err) &&
           FIND_ALL(
               o, s->staff_count,
               ((struct wanted[]){{"staff_protected", COL_U8, 2, (void *)&s->staff_protected}}));
}

static bool registered_in_order(const struct opening *o)
{
    const struct snapshot *s = o->s;
    if (o->check.is_proven)
        return true;
    for (uint32_t i = 0; i < s->persons; i++)
        if (s->registered_to[i] < s->registered_from[i] && s->registered_from[i] != SNAPSHOT_NONE16)
            return opening_damaged(o, "registered_to");
    return true;
}

static bool open_registrations(struct opening *o)
{
    struct snapshot *s = o->s;
    struct wanted wanted[] = {
        {"registered_from", COL_U16, OPENING_ANY16, (void *)&s->registered_from},
        {"registered_to", COL_U16, OPENING_ANY16, (void *)&s->registered_to},
        {"person_municipality", COL_U16, OPENING_ANY16, (void *)&s->person_municipality},
        {"person_county", COL_U16, OPENING_ANY16, (void *)&s->person_county},
    };
    return FIND_ALL(o, s->persons, wanted) && registered_in_order(o) &&
           opening_places(o, "person_municipality", s->person_municipality, s->persons) &&
           opening_places(o, "person_county", s->person_county, s->persons);
}

/* Births that there can be, and keys that rise, by person_by_key. */
static bool persons_in_order(const struct opening *o)
{
    const struct snapshot *s = o->s;
    if (o->check.is_proven)
        return true;
    for (uint32_t i = 0; i < s->persons; i++) {
        int32_t b = s->birth[i];
        if ((b < BIRTH_FIRST || b > BIRTH_LAST) && b != INT32_MIN)
            return opening_damaged(o, "birth");
        if (i > 0 && s->person_key[s->person_by_key[i]] <= s->person_key[s->person_by_key[i - 1]])
            return opening_damaged(o, "person_by_key");
    }
    return true;
}

static bool open_persons(struct opening *o)
{
    struct snapshot *s = o->s;
    struct column key;
    if (!colcheck_find(&o->check, "person_key", COL_I64, &key, o->err))
        return false;
    if (key.count >= UINT32_MAX)
        return opening_damaged(o, "person_key");
    s->persons = (uint32_t)key.count;
    s->person_key = key.at;
    struct wanted wanted[] = {
        {"person_by_key", COL_U32, s->persons, (void *)&s->person_by_key},
        {"birth", COL_I32, OPENING_ANY, (void *)&s->birth},
        {"end", COL_U16, OPENING_ANY16, (void *)&s->end},
        {"sex", COL_U8, SEX_MALE + 1, (void *)&s->sex},
        {"protection", COL_U8, PROTECTION_REGISTRATION + 1, (void *)&s->protection},
    };
    return FIND_ALL(o, s->persons, wanted) && persons_in_order(o) && open_registrations(o);
}

static bool never_falls(const struct opening *o, const char *name, const uint32_t *first)
{
    if (o->check.is_proven)
        return true;
    for (uint32_t p = 0; p < o->s->persons; p++)
        if (first[p + 1] < first[p])
            return opening_damaged(o, name);
    return true;
}

bool opening_first(struct opening *o, const char *name, const uint32_t **out, uint32_t *count)
{
    const uint32_t *first;
    uint32_t persons = o->s->persons;
    if (!FIND_ALL(o, (uint64_t)persons + 1,
                  ((struct wanted[]){{name, COL_U32, OPENING_ANY, (void *)&first}})))
        return false;
    if (first[0] != 0)
        return opening_damaged(o, name);
    if (!never_falls(o, name, first))
        return false;
    *out = first;
    *count = first[persons];
    return true;
}

/* Each person's intervals end after they begin and stand by their beginning. */
static bool in_order(const struct opening *o, const char *name, const uint32_t *first,
                     const uint16_t *from, const uint16_t *to)
{
    if (o->check.is_proven)
        return true;
    for (uint32_t p = 0; p < o->s->persons; p++)
        for (uint32_t i = first[p]; i < first[p + 1]; i++)
            if (to[i] < from[i] || from[i] == SNAPSHOT_NONE16 ||
                (i > first[p] && from[i] < from[i - 1]))
                return opening_damaged(o, name);
    return true;
}

struct wanted_apart {
    const uint16_t *from, *to;
    const uint8_t *kind;
    uint8_t only;
};

/* No two of a person's intervals share a day; `kind`: look only at that kind (NULL: at all). */
static bool apart(const struct opening *o, const char *name, const uint32_t *first,
                  const struct wanted_apart *w)
{
    if (o->check.is_proven)
        return true;
    for (uint32_t p = 0; p < o->s->persons; p++) {
        uint32_t before = UINT32_MAX;
        for (uint32_t i = first[p]; i < first[p + 1]; i++) {
            if (w->kind && w->kind[i] != w->only)
                continue;
            if (before != UINT32_MAX && w->from[i] <= w->to[before])
                return opening_damaged(o, name);
            before = i;
        }
    }
    return true;
}

static bool open_listings(struct opening *o)
{
    struct snapshot_listings *l = &o->s->listings;
    if (!opening_first(o, "listing_first", &l->first, &l->count))
        return false;
    struct wanted wanted[] = {
        {"listing_unit", COL_U16, o->s->units, (void *)&l->unit},
        {"listing_from", COL_U16, OPENING_ANY16, (void *)&l->from},
        {"listing_to", COL_U16, OPENING_ANY16, (void *)&l->to},
        {"listing_basis", COL_U8, BASIS_SPECIAL_REASON + 1, (void *)&l->basis},
    };
    return FIND_ALL(o, l->count, wanted) && in_order(o, "listing_from", l->first, l->from, l->to) &&
           apart(o, "listing_to", l->first, &(struct wanted_apart){l->from, l->to, NULL, 0});
}

static bool open_named_contacts(struct opening *o)
{
    struct snapshot_named_contacts *n = &o->s->named_contacts;
    if (!opening_first(o, "named_first", &n->first, &n->count))
        return false;
    struct wanted wanted[] = {
        {"named_unit", COL_U16, o->s->units, (void *)&n->unit},
        {"named_staff", COL_U32, o->s->staff_count, (void *)&n->staff},
        {"named_from", COL_U16, OPENING_ANY16, (void *)&n->from},
        {"named_to", COL_U16, OPENING_ANY16, (void *)&n->to},
        {"named_informed", COL_U16, OPENING_ANY16, (void *)&n->informed},
        {"named_kind", COL_U8, KIND_COORDINATING + 1, (void *)&n->kind},
    };
    return FIND_ALL(o, n->count, wanted) && in_order(o, "named_from", n->first, n->from, n->to) &&
           apart(o, "named_to", n->first,
                 &(struct wanted_apart){n->from, n->to, n->kind, KIND_DOCTOR});
}

static bool open_residences(struct opening *o)
{
    struct snapshot_residences *r = &o->s->residences;
    if (!opening_first(o, "residence_first", &r->first, &r->count))
        return false;
    struct wanted wanted[] = {
        {"residence_from", COL_U16, OPENING_ANY16, (void *)&r->from},
        {"residence_to", COL_U16, OPENING_ANY16, (void *)&r->to},
        {"residence_reported", COL_U16, OPENING_ANY16, (void *)&r->reported},
        {"residence_municipality", COL_U16, OPENING_ANY16, (void *)&r->municipality},
        {"residence_kind", COL_U8, RESIDENCE_HOME_CARE + 1, (void *)&r->kind},
    };
    return FIND_ALL(o, r->count, wanted) &&
           in_order(o, "residence_from", r->first, r->from, r->to) &&
           opening_places(o, "residence_municipality", r->municipality, r->count);
}

bool opening_narrow(struct opening *o, const char *name, uint64_t limit, struct narrow *out)
{
    static const enum col_type types[] = {COL_U8, COL_U16, COL_U32};
    size_t i = 0;
    while (i < 2 && !colfile_find(&o->s->file, &(struct col_wanted){name, o->check.part, types[i]},
                                  &(struct column){0}, &(struct err){0}))
        i++;
    struct column col;
    if (!colcheck_index(&o->check, name, types[i], limit, &col, o->err))
        return false;
    *out = (struct narrow){col.at, (uint8_t)col_size(types[i])};
    return true;
}

/* None over is all in 16 bits, so that the compiler makes vectors of it. */
static bool all_under(const uint16_t *at, uint64_t count, uint32_t limit)
{
    uint16_t beyond = 0;
    for (uint64_t i = 0; i < count; i++)
        beyond |= (uint16_t)((at[i] >= limit) & (at[i] != UINT16_MAX));
    return beyond == 0;
}

bool opening_optional(struct opening *o, const char *name, uint32_t limit, const uint16_t **out)
{
    struct column col;
    if (!colcheck_find(&o->check, name, COL_U16, &col, o->err))
        return false;
    *out = col.count > 0 ? col.at : NULL;
    if (col.count != 0 && col.count != o->check.count)
        return opening_damaged(o, name);
    return o->check.is_proven || all_under(col.at, col.count, limit) || opening_damaged(o, name);
}

/* Each person's contacts by day, and the latest of all on that day. */
static bool days_in_order(const struct opening *o, uint16_t latest)
{
    const struct snapshot_contacts *c = &o->s->contacts;
    uint16_t last = 0;
    if (o->check.is_proven)
        return true;
    for (uint32_t p = 0; p < o->s->persons; p++) {
        for (uint32_t i = c->first[p] + 1; i < c->first[p + 1]; i++)
            if (c->day[i] < c->day[i - 1])
                return opening_damaged(o, "contact_day");
        if (c->first[p] < c->first[p + 1] && c->day[c->first[p + 1] - 1] > last)
            last = c->day[c->first[p + 1] - 1];
    }
    return latest == (c->count > 0 ? last : SNAPSHOT_NONE16) || opening_damaged(o, "last_contact");
}

static bool open_contacts(struct opening *o)
{
    struct snapshot *s = o->s;
    struct snapshot_contacts *c = &s->contacts;
    struct column shape;
    const uint16_t *last;
    if (!FIND_ALL(o, 1,
                  ((struct wanted[]){{"last_contact", COL_U16, OPENING_ANY16, (void *)&last}})) ||
        !opening_first(o, "contact_first", &c->first, &c->count) ||
        !colcheck_find(&o->check, "shape", COL_U16, &shape, o->err) ||
        !FIND_ALL(o, shape.count,
                  ((struct wanted[]){{"shape", COL_U16, SHAPES, (void *)&s->shape}})))
        return false;
    s->last_contact = last[0] == SNAPSHOT_NONE16 ? DAY_NONE : (struct day){last[0]};
    s->shapes = (uint32_t)shape.count;
    if (!FIND_ALL(
            o, c->count,
            ((struct wanted[]){{"contact_day", COL_U16, SNAPSHOT_NONE16, (void *)&c->day}})) ||
        !opening_narrow(o, "contact_unit", s->units, &c->unit) ||
        !opening_narrow(o, "contact_staff", (uint64_t)s->staff_count + 1, &c->staff) ||
        !opening_narrow(o, "contact_shape", s->shapes, &c->shape) ||
        !opening_optional(o, "contact_minute", OPENING_MINUTES, &c->minute) ||
        !opening_optional(o, "contact_sought", SNAPSHOT_NONE16, &c->sought))
        return false;
    return days_in_order(o, last[0]);
}

static bool open_all(struct opening *o)
{
    const int64_t *origin;
    if (!FIND_ALL(o, 2, ((struct wanted[]){{"origin", COL_I64, OPENING_ANY, (void *)&origin}})))
        return false;
    o->s->origin = (struct snapshot_origin){origin[0], origin[1]};
    return open_units(o) && open_staff(o) && open_persons(o) && open_listings(o) &&
           open_named_contacts(o) && open_residences(o) && opening_positions(o) &&
           open_contacts(o) && opening_terms(o) && opening_events(o) &&
           snapshot_open_tables(&o->s->file, o->arena, o->s->known_units, &o->s->tables, o->err);
}

/* The file is open; where it cannot be used it is closed. */
static bool open_columns(struct arena *a, struct snapshot *s, bool is_proven, struct err *err)
{
    struct opening o = {
        .s = s,
        .arena = a,
        .check = {.file = &s->file, .code = "snapshot.damaged", .is_proven = is_proven},
        .err = err};
    if (open_all(&o))
        return true;
    colfile_close(&s->file);
    return false;
}

bool snapshot_open(struct arena *a, const char *path, struct snapshot *out, struct err *err)
{
    struct snapshot s = {0};
    if (!colfile_open(a, path, &SNAPSHOT_KIND, &s.file, err) || !open_columns(a, &s, false, err))
        return false;
    *out = s;
    return true;
}

bool snapshot_open_again(struct arena *a, const char *path, uint64_t checksum, struct snapshot *out,
                         struct err *err)
{
    struct snapshot s = {0};
    if (!colfile_open(a, path, &SNAPSHOT_KIND, &s.file, err))
        return false;
    if (s.file.checksum != checksum) { /* whole in itself, but another */
        colfile_close(&s.file);
        return FAIL(err, ERR_IO, "colfile.damaged", "%.190s", path);
    }
    if (!open_columns(a, &s, true, err))
        return false;
    *out = s;
    return true;
}

void snapshot_close(struct snapshot *s)
{
    colfile_close(&s->file);
    *s = (struct snapshot){0};
}

bool snapshot_person(const struct snapshot *s, int64_t key, uint32_t *person)
{
    uint32_t low = 0, high = s->persons;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2, p = s->person_by_key[middle];
        if (s->person_key[p] == key) {
            *person = p;
            return true;
        }
        if (s->person_key[p] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}
