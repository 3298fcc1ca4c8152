#include "engine/snapshot_builder.h"

#include <assert.h>
#include <string.h>

enum { PLACES_MOST = SNAPSHOT_NONE16 - 1, COUNTY = 2 /* digits that a municipality begins with */ };

struct snapshot_builder *snapshot_builder_open(void)
{
    struct arena *a = arena_open(256 * 1024);
    struct snapshot_builder *b = ARENA_NEW(a, struct snapshot_builder, 1);
    *b = (struct snapshot_builder){
        .arena = a,
        .unit = hsaid_dict_open(a),
        .staff = hsaid_dict_open(a),
        .unit_facts = BAG_OPEN(a, struct unit_facts),
        .staff_protected = BAG_OPEN(a, uint8_t),
        .place = text_dict_open(a),
        .own_county = SNAPSHOT_NONE16,
        .term = BAG_OPEN(a, struct snapshot_term),
        .person = BAG_OPEN(a, struct person_facts),
        .identifier = BAG_OPEN(a, struct identifier_facts),
        .listing = BAG_OPEN(a, struct listing_facts),
        .named_contact = BAG_OPEN(a, struct named_contact_facts_row),
        .residence = BAG_OPEN(a, struct residence_facts),
        .position = BAG_OPEN(a, struct position_facts),
        .word = text_dict_open(a),
        .segment = BAG_OPEN(a, struct segment_facts),
    };
    for (unsigned i = 0; i < SNAPSHOT_TABLES; i++)
        b->table[i] = (struct bag)BAG_OPEN(a, struct snapshot_table_row);
    for (unsigned i = 0; i < EVENT_TABLES; i++) {
        b->event[i].shapes = event_shapes_open(a);
        b->event[i].events = (struct bag)BAG_OPEN(a, struct events_facts);
    }
    return b;
}

void snapshot_builder_close(struct snapshot_builder *b)
{
    if (b)
        arena_close(b->arena);
}

/* Days outside what 16 bits hold: the nearest that means the same to every month-end that can be
 * asked for. */
static uint16_t from_day(struct day d)
{
    return d.n < 0 ? 0 : (uint16_t)d.n; /* DAY_NONE too: since ever */
}

/* Whether the interval holds on any day that 16 bits can say; else it is left out. */
static bool holds(struct day from, struct day to)
{
    return from.n < SNAPSHOT_NONE16 && (day_is_none(to) || to.n >= 0);
}

/* A single day; SNAPSHOT_NONE16: none, or one that is too late to matter. */
static uint16_t day_or_none(struct day d)
{
    return day_is_none(d) || d.n >= SNAPSHOT_NONE16 ? SNAPSHOT_NONE16 : from_day(d);
}

static uint16_t to_day(struct day d)
{
    if (day_is_none(d) || d.n >= SNAPSHOT_NONE16)
        return SNAPSHOT_NONE16;
    return d.n < 0 ? 0 : (uint16_t)d.n;
}

static uint16_t place_number(struct snapshot_builder *b, struct str code)
{
    if (code.len == 0 || b->place.count == PLACES_MOST)
        return SNAPSHOT_NONE16;
    return (uint16_t)text_dict_add(&b->place, code);
}

void snapshot_set_county(struct snapshot_builder *b, struct str county)
{
    b->own_county = place_number(b, county);
}

/* The unit's number; a new one has no facts yet. */
uint32_t snapshot_unit_number(struct snapshot_builder *b, const struct hsaid *id)
{
    uint32_t number = hsaid_dict_add(&b->unit, id);
    while (b->unit_facts.count < b->unit.count)
        *(struct unit_facts *)bag_add(&b->unit_facts) =
            (struct unit_facts){.municipality = SNAPSHOT_NONE16, .county = SNAPSHOT_NONE16};
    return number;
}

bool snapshot_add_unit(struct snapshot_builder *b, const struct snapshot_unit *unit,
                       uint32_t *number, struct err *err)
{
    uint32_t n = snapshot_unit_number(b, &unit->id);
    if (n >= UNITS_MOST)
        return FAIL(err, ERR_INVALID, "snapshot.full", "%u", (unsigned)UNITS_MOST);
    *(struct unit_facts *)bag_at(&b->unit_facts, n) =
        (struct unit_facts){.name = str_copy(b->arena, unit->name),
                            .municipality = place_number(b, unit->municipality),
                            .county = place_number(b, unit->county),
                            .operator_kind = (uint8_t)unit->operator_kind,
                            .is_known = true};
    *number = n;
    return true;
}

static uint32_t staff_number(struct snapshot_builder *b, const struct hsaid *id)
{
    uint32_t number = hsaid_dict_add(&b->staff, id);
    while (b->staff_protected.count < b->staff.count)
        (void)bag_add(&b->staff_protected);
    return number;
}

uint32_t snapshot_add_staff(struct snapshot_builder *b, const struct hsaid *id, bool is_protected)
{
    uint32_t number = staff_number(b, id);
    *(uint8_t *)bag_at(&b->staff_protected, number) = is_protected;
    return number;
}

uint32_t snapshot_add_person(struct snapshot_builder *b, const struct snapshot_person *person)
{
    struct str county = person->county, municipality = person->municipality;
    struct day from = person->registered_from, to = person->registered_to;
    bool registered = holds(from, to) && (day_is_none(to) || from.n <= to.n);
    if (county.len == 0 && municipality.len > COUNTY)
        county = (struct str){municipality.at, COUNTY};
    struct person_facts *p = bag_add(&b->person);
    *p = (struct person_facts){.key = person->key,
                               .birth = person->birth.n,
                               .end = to_day(person->end),
                               .registered_from = registered ? from_day(from) : SNAPSHOT_NONE16,
                               .registered_to = to_day(to),
                               .municipality = place_number(b, municipality),
                               .county = place_number(b, county),
                               .sex = (uint8_t)person->sex,
                               .protection = (uint8_t)person->protection};
    return (uint32_t)(b->person.count - 1);
}

void snapshot_add_identifier(struct snapshot_builder *b, uint32_t identifier, uint32_t person)
{
    assert(person < b->person.count);
    *(struct identifier_facts *)bag_add(&b->identifier) =
        (struct identifier_facts){identifier, person};
}

void snapshot_add_listing(struct snapshot_builder *b, const struct snapshot_listing *row)
{
    assert(row->person < b->person.count && row->unit < b->unit.count);
    if (!holds(row->from, row->to))
        return;
    *(struct listing_facts *)bag_add(&b->listing) =
        (struct listing_facts){.person = row->person,
                               .unit = (uint16_t)row->unit,
                               .from = from_day(row->from),
                               .to = to_day(row->to),
                               .basis = (uint8_t)row->basis};
}

void snapshot_add_named_contact(struct snapshot_builder *b,
                                const struct snapshot_named_contact *row)
{
    assert(row->person < b->person.count && row->unit < b->unit.count &&
           row->staff < b->staff.count);
    if (!holds(row->from, row->to))
        return;
    *(struct named_contact_facts_row *)bag_add(&b->named_contact) =
        (struct named_contact_facts_row){.person = row->person,
                                         .staff = row->staff,
                                         .unit = (uint16_t)row->unit,
                                         .from = from_day(row->from),
                                         .to = to_day(row->to),
                                         .informed = day_or_none(row->informed_on),
                                         .kind = (uint8_t)row->kind};
}

void snapshot_add_residence(struct snapshot_builder *b, const struct snapshot_residence *row)
{
    assert(row->person < b->person.count);
    if (!holds(row->from, row->to))
        return;
    *(struct residence_facts *)bag_add(&b->residence) =
        (struct residence_facts){.person = row->person,
                                 .municipality = place_number(b, row->municipality),
                                 .from = from_day(row->from),
                                 .to = to_day(row->to),
                                 .reported = day_or_none(row->reported_on),
                                 .kind = (uint8_t)row->kind};
}

void snapshot_add_position(struct snapshot_builder *b, const struct snapshot_position *row)
{
    assert(row->staff < b->staff.count && row->unit < b->unit.count);
    if (!holds(row->from, row->to) || (!day_is_none(row->to) && row->to.n < row->from.n))
        return;
    *(struct position_facts *)bag_add(&b->position) =
        (struct position_facts){.staff = row->staff,
                                .unit = (uint16_t)row->unit,
                                .from = from_day(row->from),
                                .to = to_day(row->to),
                                .employment = (uint8_t)row->employment};
}

void snapshot_add_term(struct snapshot_builder *b, const struct term_row *row)
{
    *(struct snapshot_term *)bag_add(&b->term) =
        (struct snapshot_term){.local = str_copy(b->arena, row->local),
                               .code = str_copy(b->arena, row->code),
                               .factor = str_copy(b->arena, row->factor),
                               .system = row->system};
}

bool snapshot_add_segment(struct snapshot_builder *b, const struct segment *s, struct err *err)
{
    uint32_t *unit = ARENA_NEW(b->arena, uint32_t, s->units + 1);
    uint32_t *staff = ARENA_NEW(b->arena, uint32_t, s->staff_count + 1);
    for (uint32_t i = 0; i < s->units; i++)
        if ((unit[i] = snapshot_unit_number(b, &s->unit[i])) >= UNITS_MOST)
            return FAIL(err, ERR_INVALID, "snapshot.full", "%u", (unsigned)UNITS_MOST);
    for (uint32_t i = 0; i < s->staff_count; i++)
        staff[i] = staff_number(b, &s->staff[i]);
    if (b->rows + s->rows > UINT32_MAX)
        return FAIL(err, ERR_INVALID, "snapshot.full", "%u", (unsigned)UINT32_MAX);
    *(struct segment_facts *)bag_add(&b->segment) = (struct segment_facts){s, unit, staff, b->rows};
    b->rows += s->rows;
    return true;
}

bool snapshot_add_events(struct snapshot_builder *b, const struct events *e,
                         const struct days_out *out, struct err *err)
{
    struct event_rows *rows = &b->event[e->table - TABLE_DIAGNOSES];
    uint32_t *unit = ARENA_NEW(b->arena, uint32_t, e->units + 1);
    for (uint32_t i = 0; i < e->units; i++)
        if ((unit[i] = snapshot_unit_number(b, &e->unit[i])) >= UNITS_MOST)
            return FAIL(err, ERR_INVALID, "snapshot.full", "%u", (unsigned)UNITS_MOST);
    if (rows->rows + e->rows >= EVENT_OUT)
        return FAIL(err, ERR_INVALID, "snapshot.full", "%u", (unsigned)EVENT_OUT);
    uint32_t *shape = ARENA_NEW(b->arena, uint32_t, e->rows + 1);
    if (!event_shapes_take(&rows->shapes, e, out, shape, err))
        return false;
    *(struct events_facts *)bag_add(&rows->events) =
        (struct events_facts){e, unit, shape, rows->rows};
    rows->rows += e->rows;
    return true;
}
