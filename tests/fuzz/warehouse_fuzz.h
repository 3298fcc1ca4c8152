/* tests/fuzz/warehouse_fuzz.h - what the fuzz targets of segments and snapshots
 * share: a small file that is right, and changes read from an input. */
#ifndef TESTS_FUZZ_WAREHOUSE_FUZZ_H
#define TESTS_FUZZ_WAREHOUSE_FUZZ_H
#include "../unit/engine/forge.h"
#include "../unit/engine/world.h"

#include <stdio.h>
#include <string.h>

struct warehouse_base {
    struct world world; /* closed: its files stand */
    char forged[80], built[80];
    const char *path; /* of its segment and snapshot the one that is forged */
};

/* What care did to the person, in all tables of events. */
static inline void warehouse_add_events(struct world *w, uint32_t p, uint32_t number)
{
    struct code_row code = world_code("2023-01-15", "A", number % 2 ? "E11.9" : "I10");
    struct measurement_row reading = world_measured("2023-01-15", "A", "BP-SYS", "140");
    struct prescription_row drug = world_prescribed("2023-02-01", "B", "N05BA01");
    struct invitation_row invited =
        world_invited("2022-05-01", number % 2 ? "2022-06-01" : "", "A", PROGRAMME_HEALTH_TALK_50);
    struct referral_row referred = world_referred("2023-03-01", "B", REFERRED_EMERGENCY);
    code.contact = STR("C3");
    reading.time_on = reading.date;
    reading.minute = 600;
    world_event(w, TABLE_DIAGNOSES, p, &code);
    code.contact = STR("");
    world_event(w, TABLE_PROCEDURES, p, &code);
    world_event(w, TABLE_MEASUREMENTS, p, &reading);
    reading.code = STR("BP-DIA");
    reading.value = STR("85");
    world_event(w, TABLE_MEASUREMENTS, p, &reading);
    world_event(w, TABLE_PRESCRIPTIONS, p, &drug);
    world_event(w, TABLE_INVITATIONS, p, &invited);
    world_event(w, TABLE_REFERRALS, p, &referred);
}

/* A folder of its own with a segment of eight persons' contacts, or the snapshot of them. */
static inline void warehouse_enter(struct warehouse_base *b, const char *what)
{
    struct world w = world_begin();
    struct contact_row row = world_visit("2023-01-15", "A", "D1");
    uint32_t unit[] = {world_unit(&w, "A", "2321", OPERATOR_REGION),
                       world_unit(&w, "B", "2380", OPERATOR_EXTERNAL)};
    snapshot_set_county(w.builder, STR("23"));
    world_term(&w, "HOME-BP", SYSTEM_BP, "BP-SYS", "");
    uint32_t doctor[] = {world_staff(&w, "D1", false), world_staff(&w, "D2", true)};
    for (uint32_t i = 0; i < 8; i++) {
        uint32_t p = world_person(&w, i % 2 ? "1980-02-29" : "");
        struct snapshot_named_contact named = {.person = p,
                                               .unit = unit[i % 2],
                                               .staff = doctor[i % 2],
                                               .from = world_day("2022-05-01"),
                                               .to = DAY_NONE,
                                               .informed_on = DAY_NONE,
                                               .kind = KIND_DOCTOR};
        struct snapshot_residence home = {.person = p,
                                          .municipality = STR("2380"),
                                          .from = world_day("2021-11-30"),
                                          .to = DAY_NONE,
                                          .reported_on = DAY_NONE};
        world_list(&w, p, unit[i % 2], "2020-01-01", "2022-12-31");
        world_list(&w, p, unit[(i + 1) % 2], "2023-01-01", "");
        world_name(&w, &named);
        snapshot_add_residence(w.builder, &home);
        warehouse_add_events(&w, p, i);
        for (uint32_t k = 0; k < i; k++, row.date.n += 17) {
            row.minute = k % 2 ? 600 : -1;
            row.sought_on = k % 3 ? DAY_NONE : row.date;
            row.staff = world_id(k % 3 ? "D1" : "D2");
            world_contact(&w, p, &row);
        }
    }
    world_end(&w, 1);
    b->world = w;
    (void)snprintf(b->forged, sizeof b->forged, "%s/forged", w.folder);
    (void)snprintf(b->built, sizeof b->built, "%s/built", w.folder);
    b->path = strcmp(what, "segment") == 0 ? b->world.segment_path : b->world.path;
    snapshot_close(&w.snapshot);
    arena_close(w.arena);
}

static inline void warehouse_leave(const struct warehouse_base *b)
{
    (void)remove(b->forged);
    (void)remove(b->built);
    world_remove(&b->world);
}

/* Items of a section that gets another size: few, so that a run takes no hour, or as many as no
 * index of 16 bits can be. */
static inline uint32_t warehouse_size(uint32_t value)
{
    enum { FEW = 2048, LARGE = 2, FIRST_LARGE = 65534 };
    uint32_t size = value % (FEW + LARGE);
    return size < FEW ? size : FIRST_LARGE + (size - FEW);
}

/* Writes what the input makes of the file to b->forged; false where it makes nothing. */
static inline bool warehouse_forge(const struct warehouse_base *b, const struct colfile_kind *kind,
                                   const uint8_t *data, size_t size)
{
    enum { CHANGES = 16, BYTES = 8 };
    struct forge change[CHANGES];
    size_t changes = 0;
    if (size < 3)
        return false;
    if (data[0] & 1) {
        struct forge_bytes patch = {data[1] | (size_t)data[2] << 8, size - 3, data + 3};
        return forge_patch(b->path, b->forged, &patch);
    }
    for (size_t at = 1; at + BYTES <= size && changes < CHANGES; at += BYTES) {
        uint32_t value;
        memcpy(&value, data + at + 4, sizeof value);
        change[changes++] = (struct forge){.section = data[at],
                                           .op = (enum forge_op)(data[at + 1] % FORGE_OPS),
                                           .at = data[at + 2] | (uint64_t)data[at + 3] << 8,
                                           .value = value};
        if (change[changes - 1].op == FORGE_SIZE)
            change[changes - 1].value = warehouse_size(value);
    }
    return forge_copy(b->path, b->forged, kind, change, changes);
}
#endif
