#include "web/site.h"

#include "http/server.h"
#include "service/figures/figures.h"
#include "service/figures/quality.h"
#include "web/keeper.h"
#include "web/model_checks.h"
#include "web/model_make.h"
#include "web/routes.h"

#include <pthread.h>

enum { MONTHS = 36, PAUSE_US = 1000000, THEME_MOST = 256 * 1024, DAYS_MOST = 1 << 20 };

/* Where models come from. One thread at a time uses it (web/keeper.h), so one connection will do.
 */
struct figures_source {
    const struct site_settings *settings;
    struct instance in;
};

/* Figures change when the registry does, and with the day: the month that is shown, and the day
 * that pages name. */
static bool version(void *state, int64_t *out, struct err *err)
{
    struct figures_source *s = state;
    int64_t position;
    if (!warehouse_position(&s->in, &position, err))
        return false;
    *out = position == 0 ? 0 : position * DAYS_MOST + instance_today(&s->in).n;
    return true;
}

static void tell_kept(const struct log *log, const struct err *refused, const struct err *unwritten)
{
    if (refused->kind != ERR_NONE)
        log_err(log, "kept.refused", refused);
    if (unwritten->kind != ERR_NONE)
        log_err(log, "kept.unwritten", unwritten);
}

/* The months that targets are a change since, where they are before those of the model. Of few
 * measures; what was counted once is kept. */
static bool evaluate_bases(struct figures_source *s, struct arena *a, const struct figures *f,
                           const struct figures_request *all, struct model_facts *facts,
                           struct err *err)
{
    struct eval_table *base = ARENA_NEW(a, struct eval_table, all->definitions * LEVELS + 1);
    struct figures_request ask = *all;
    ask.definitions = ask.months = 1;
    for (size_t i = 0; i < all->definitions; i++) {
        const struct measure_target *target = &all->definition[i]->target;
        struct kept_figures made;
        if (!target->is_change || target->since.n > f->last.n - (int32_t)all->months)
            continue;
        ask.definition = &all->definition[i];
        ask.as_of = month_last(target->since);
        if (!figures_beside(a, &s->in, f, &ask, &made, err))
            return false;
        tell_kept(s->settings->log, &made.use.refused, &made.use.unwritten);
        for (size_t t = 0; t < made.tables; t++)
            base[facts->bases++] = made.table[t];
    }
    facts->base = base;
    return true;
}

static bool evaluate(struct figures_source *s, struct arena *a, struct arena *keep,
                     const struct model **out, struct err *err)
{
    struct definitions all;
    struct figures_request ask = {
        .today = instance_today(&s->in),
        .as_of = DAY_NONE,
        .months = MONTHS,
        .levels = LEVEL_BIT(LEVEL_UNIT) | LEVEL_BIT(LEVEL_OPERATOR) |
                  LEVEL_BIT(LEVEL_MUNICIPALITY) | LEVEL_BIT(LEVEL_COUNTY),
        .threads = s->settings->threads,
    };
    struct model_facts facts = {.region = s->in.region.name,
                                .county = s->in.region.county,
                                .today = ask.today,
                                .is_demo = s->in.is_demo,
                                .suppression = suppression_of(&s->in.region.rules)};
    struct warehouse_use use = {.threads = s->settings->threads};
    struct figures f;
    if (!figures_definitions(keep, &s->in, &all, err) || /* the model points to them */
        !figures_references(a, &s->in, &facts.reference, &facts.references, err))
        return false;
    ask.definition = all.at;
    ask.definitions = all.count;
    if (!figures_open(a, &s->in, &ask, &use, &f, err))
        return false;
    if (f.from.why == WAREHOUSE_DAMAGED)
        log_err(s->settings->log, "warehouse.rebuilt", &f.from.refused);
    tell_kept(s->settings->log, &f.use.refused, &f.use.unwritten);
    facts.snapshot = &f.from.snapshot;
    facts.snapshot_name = f.from.name;
    facts.table = f.table;
    facts.tables = f.tables;
    bool done = evaluate_bases(s, a, &f, &ask, &facts, err);
    if (done)
        *out = model_make(keep, &facts);
    figures_close(&f);
    return done;
}

static bool make(void *state, struct arena *keep, const struct model **out, struct err *err)
{
    struct figures_source *s = state;
    int64_t position;
    if (!warehouse_position(&s->in, &position, err))
        return false;
    *out = NULL;
    if (position == 0)
        return true;
    struct arena *a = arena_open((size_t)1024 * 1024); /* figures, until they are published */
    bool made = evaluate(s, a, keep, out, err);
    arena_close(a);
    return made;
}

/* ---- what the checks of the data find, added behind ---- */

struct checking {
    struct instance in; /* by another connection than the figures */
    const struct site_settings *settings;
    const struct keeper_add *to;
    struct definitions measures;
    struct checks checks;
};

/* Those that are looked for in the data; of figures the model looks itself, in the tables. */
static bool find(struct checking *c, struct arena *a, const struct snapshot *s, unsigned threads,
                 struct check_result **out, struct err *err)
{
    const struct check **check = ARENA_NEW(a, const struct check *, c->checks.count + 1);
    struct check_request ask = {.check = check,
                                .month = c->to->model->last,
                                .threads = threads,
                                .measures = &c->measures,
                                .stop = c->to->stop};
    struct quality_found found;
    for (size_t i = 0; i < c->checks.count; i++)
        if (c->checks.at[i]->kind != CHECK_FIGURES)
            check[ask.checks++] = c->checks.at[i];
    if (!quality_run(a, &c->in, s, &ask, &found, err))
        return false;
    tell_kept(c->settings->log, &found.use.refused, &found.use.unwritten);
    *out = found.at ? ARENA_NEW(a, struct check_result, c->checks.count + 1) : NULL;
    for (size_t i = 0, next = 0; found.at && i < c->checks.count; i++)
        if (c->checks.at[i]->kind != CHECK_FIGURES)
            (*out)[i] = found.at[next++];
    return true;
}

/* In the snapshot that the model was made from, with half of the threads: pages come first. */
static bool count_checks(struct checking *c, struct arena *a, const struct model **out,
                         struct err *err)
{
    struct figures f;
    struct check_result *found;
    const struct model *model = c->to->model;
    struct figures_request ask = {.definition = c->measures.at,
                                  .definitions = c->measures.count,
                                  .as_of = month_last(model->last),
                                  .today = model->today,
                                  .months = 1,
                                  .levels = LEVEL_BIT(LEVEL_UNIT),
                                  .threads = (c->settings->threads + 1) / 2,
                                  .snapshot = model->snapshot};
    const struct warehouse_use use = {.threads = ask.threads};
    if (!figures_open(a, &c->in, &ask, &use, &f, err))
        return false;
    bool done = find(c, a, &f.from.snapshot, ask.threads, &found, err);
    if (done && found) {
        const struct model_checks_facts facts = {.county = c->in.region.county,
                                                 .snapshot = &f.from.snapshot,
                                                 .checks = &c->checks,
                                                 .found = found,
                                                 .table = f.table,
                                                 .tables = f.tables};
        *out = model_with_checks(a, model, &facts);
    }
    figures_close(&f);
    return done;
}

static bool add_checks(void *state, const struct keeper_add *to, struct arena *a,
                       const struct model **out, struct err *err)
{
    const struct figures_source *s = state;
    struct instance_options options = {.home = s->settings->home, .clock = s->settings->clock};
    struct checking *c = ARENA_NEW(a, struct checking, 1);
    *c = (struct checking){.settings = s->settings, .to = to};
    if (!instance_open(a, &options, &c->in, err))
        return false;
    bool done = figures_definitions(a, &c->in, &c->measures, err) &&
                quality_checks(a, &c->in, &c->measures, &c->checks, err) &&
                count_checks(c, a, out, err);
    instance_close(&c->in);
    return done;
}

/* The first model is made while the server waits already, so that it can be asked at once: who asks
 * waits for it. Without a first model there is nothing to serve, and why is told. */
struct warming {
    struct model_source source;
    struct keeper *keeper; /* to whose models the thread then adds */
    pthread_t thread;
    struct err err;
};

static void *warm(void *state)
{
    struct warming *w = state;
    const struct model *model = NULL;
    if (w->source.take(w->source.state, &model, &w->err))
        w->source.give_back(w->source.state, model);
    else
        http_ask_for_stop();
    keeper_work(w->keeper);
    return NULL;
}

static void *renew(void *keeper)
{
    keeper_renew(keeper);
    return NULL;
}

static bool listen_and_answer(const struct site_settings *settings, const struct site *site,
                              struct keeper *keeper, struct err *err)
{
    struct http_site pages = site_http(site);
    struct http_server *server = NULL;
    struct warming warming = {.source = site->source, .keeper = keeper};
    http_hold_stop_signals();
    if (!http_server_open(settings->listen, &pages, settings->log, &server, err))
        return false;
    if (settings->ready)
        settings->ready(settings->ready_state, http_server_port(server));
    pthread_t renewing;
    bool warms = pthread_create(&warming.thread, NULL, warm, &warming) == 0;
    bool renews = warms && pthread_create(&renewing, NULL, renew, keeper) == 0;
    if (renews)
        http_wait_for_stop();
    http_server_close(server);
    keeper_stop(keeper);
    if (renews)
        (void)pthread_join(renewing, NULL);
    if (warms)
        (void)pthread_join(warming.thread, NULL);
    if (!renews)
        return FAIL(err, ERR_IO, "http.start", "%s", "thread");
    if (warming.err.kind != ERR_NONE)
        *err = warming.err;
    return warming.err.kind == ERR_NONE;
}

static bool read_theme(const struct instance *in, struct arena *a, struct str *out, struct err *err)
{
    const char *path = instance_path(in, a, "theme.css");
    *out = STR("");
    return !file_exists(path) || file_read_all(in->files, a, path, THEME_MOST, out, err);
}

bool site_serve(const struct site_settings *settings, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct figures_source figures = {.settings = settings};
    struct instance_options options = {.home = settings->home, .clock = settings->clock};
    if (!instance_open(a, &options, &figures.in, err)) {
        arena_close(a);
        return false;
    }
    struct keeper *keeper = keeper_open(
        (struct keeper_maker){
            .state = &figures, .version = version, .make = make, .add = add_checks},
        PAUSE_US, settings->log);
    struct site site = {.source = keeper_source(keeper),
                        .region = figures.in.region.name,
                        .version = settings->version,
                        .log = settings->log};
    struct str theme;
    bool done = read_theme(&figures.in, a, &theme, err);
    if (done) {
        site.assets = assets_open(a, theme);
        done = listen_and_answer(settings, &site, keeper, err);
    }
    keeper_close(keeper);
    instance_close(&figures.in);
    arena_close(a);
    return done;
}
