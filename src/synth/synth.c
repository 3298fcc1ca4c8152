#include "synth/synth.h"

#include "synth/counties.h"
#include "synth/write.h"

enum { DISTRICT_MOST = 150000 }; /* persons listed */

struct day synth_today(void)
{
    return (struct day){date(2024, 1, 15)};
}

/* The population in districts: the first is the county of the report, as far as there are enough.
 */
struct population {
    const struct synth_options *options;
    struct synth_progress progress;
    uint32_t districts;
    uint64_t left; /* persons that no district has yet */
    struct taken taken;
    struct out *out;
};

static void show(const struct population *p, enum synth_step step)
{
    if (p->progress.show)
        p->progress.show(p->progress.state, step, p->options->persons - p->left,
                         p->options->persons);
}

static uint32_t districts_of(uint64_t persons)
{
    if (persons <= DISTRICT_MOST)
        return 1;
    return 1 + (uint32_t)((persons - SYNTH_COUNTY + DISTRICT_MOST - 1) / DISTRICT_MOST);
}

static struct district district_of(const struct population *p, struct arena *a, uint32_t number,
                                   uint64_t persons)
{
    struct district d = {.arena = a,
                         .seed = rnd_mix(p->options->seed * 0x9e3779b97f4a7c15U + number),
                         .number = number,
                         .scale = (double)persons / SYNTH_COUNTY,
                         .county = county_of(number, p->districts),
                         .start = date(PLAN_FIRST_YEAR, 1, 1),
                         .end = synth_today().n - 1};
    d.first_monday = iso_week_first(day_iso_week((struct day){d.start})).n;
    d.weeks = (uint32_t)((d.end - d.first_monday) / 7 + 1);
    return d;
}

static void make_district(struct population *p, uint32_t number, uint64_t persons)
{
    struct arena *a = arena_open(1024 * 1024);
    struct district d = district_of(p, a, number, persons);
    show(p, SYNTH_PEOPLE);
    places_make(&d);
    staff_make(&d);
    life_make(&d);
    show(p, SYNTH_CONTACTS);
    contacts_make(&d);
    continuity_tune(&d);
    clinic_make(&d);
    show(p, SYNTH_FILES);
    struct identity id = identity_make(&d, &p->taken);
    struct writer w = {&d, &id, &p->taken, p->out};
    written_places(&w);
    written_people(&w);
    written_contacts(&w);
    written_events(&w);
    written_staffing(&w);
    written_calls(&w);
    written_economy(&w);
    written_cni(&w);
    written_survey(&w);
    p->taken.persons += d.persons.count;
    p->taken.coordination += id.coordinations;
    p->taken.staff += d.staff.count;
    p->taken.units += UNITS;
    p->taken.contacts += d.contacts.count;
    arena_close(a);
}

static bool open_files(const struct files *fs, struct arena *a, const char *folder, struct out *out,
                       struct err *err)
{
    for (unsigned i = 0; i < WRITE_COUNT; i++) {
        out[i].err = err;
        const char *path = str_fmt(a, "%s/%s", folder, WRITTEN[i].name).at;
        struct str header = str_of(WRITTEN[i].header);
        if (!file_out_open(fs, a, path, &out[i].file, err) ||
            !file_out_write(out[i].file, header.at, header.len, err))
            return false;
    }
    return true;
}

static bool failed(const struct out *out)
{
    return out->err->kind != ERR_NONE; /* it is the same of all */
}

static bool fill_files(struct population *p)
{
    p->left = p->options->persons;
    for (uint32_t i = 0; i < p->districts; i++) {
        uint64_t persons = p->left / (p->districts - i);
        if (i == 0 && p->districts > 1)
            persons = SYNTH_COUNTY;
        make_district(p, i, persons);
        if (failed(p->out))
            return false;
        p->left -= persons;
    }
    written_references(&p->out[WRITE_REFERENCES]);
    show(p, SYNTH_FILES);
    return !failed(p->out);
}

bool synth_write(const struct files *fs, const char *folder, const struct synth_options *options,
                 struct synth_progress progress, struct err *err)
{
    if (options->persons < SYNTH_LEAST || options->persons > SYNTH_MOST)
        return FAIL(err, ERR_INVALID, "synth.persons", "%llu: %d-%d",
                    (unsigned long long)options->persons, SYNTH_LEAST, SYNTH_MOST);
    struct arena *a = arena_open(ARENA_BLOCK);
    struct out *out = ARENA_NEW(a, struct out, WRITE_COUNT);
    struct population p = {.options = options,
                           .progress = progress,
                           .districts = districts_of(options->persons),
                           .taken = {.seed = options->seed},
                           .out = out};
    bool done =
        folder_make(fs, folder, err) && open_files(fs, a, folder, out, err) && fill_files(&p);
    for (unsigned i = 0; i < WRITE_COUNT && done; i++)
        done = file_out_commit(out[i].file, err);
    for (unsigned i = 0; i < WRITE_COUNT; i++)
        file_out_discard(out[i].file);
    arena_close(a);
    return done;
}
