#include "store/doctor_store.h"

#include "store/hsaid_column.h"

bool doctor_staff(struct db *db, struct arena *a, const struct hsaid *hsaid, int64_t *id,
                  struct staff_row *out, struct err *err)
{
    enum { ID, HSAID, GIVEN, SURNAME, TITLE, PROFESSION, SPECIALITY, NURSE, PROTECTED };
    struct db_value value = db_text(hsaid_str(hsaid));
    struct cursor c;
    enum db_next found = db_first(db, QUERY_DOCTOR_STAFF, &value, 1, &c, err);
    if (found == DB_ROW) {
        *id = db_get_i64(&c, ID);
        *out = (struct staff_row){.staff = hsaid_column(&c, HSAID),
                                  .given_name = str_copy(a, db_get_text(&c, GIVEN)),
                                  .surname = str_copy(a, db_get_text(&c, SURNAME)),
                                  .title_code = str_copy(a, db_get_text(&c, TITLE)),
                                  .profession = (enum profession)db_get_i64(&c, PROFESSION),
                                  .speciality = str_copy(a, db_get_text(&c, SPECIALITY)),
                                  .district_nurse = (enum answer)db_get_i64(&c, NURSE),
                                  .protected_staff = (enum answer)db_get_i64(&c, PROTECTED)};
        db_end(&c);
    }
    return found == DB_ROW || (found == DB_END && FAIL(err, ERR_MISSING, "staff.unknown", "%.*s",
                                                       STR_FMT(hsaid_str(hsaid))));
}

static bool take_position(const struct cursor *c, struct doctor_reader r, struct err *err)
{
    enum { STAFF, UNIT, FROM, TO, FTE, EMPLOYMENT, TRAINING, TARGET, CAP, OPEN };
    struct position_row row = {.staff = hsaid_column(c, STAFF),
                               .unit = hsaid_column(c, UNIT),
                               .from = db_get_day(c, FROM),
                               .to = db_get_day(c, TO),
                               .fte = db_get_real(c, FTE),
                               .employment = (enum employment)db_get_i64(c, EMPLOYMENT),
                               .training = (enum training)db_get_i64(c, TRAINING),
                               .panel_target = db_get_i64_or(c, TARGET, -1),
                               .panel_cap = db_get_i64_or(c, CAP, -1),
                               .panel_open = (enum answer)db_get_i64(c, OPEN)};
    return r.position(r.state, &row, err);
}

static bool take_dispensation(const struct cursor *c, struct doctor_reader r, struct err *err)
{
    struct dispensation row = {hsaid_column(c, 0), hsaid_column(c, 1), db_get_day(c, 2),
                               db_get_day(c, 3), db_get_text(c, 4)};
    return r.dispensation(r.state, &row, err);
}

static bool take_absence(const struct cursor *c, struct doctor_reader r, struct err *err)
{
    struct absence row = {hsaid_column(c, 0), hsaid_column(c, 1), db_get_day(c, 2),
                          db_get_day(c, 3)};
    return r.absence(r.state, &row, err);
}

static bool take_substitute(const struct cursor *c, struct doctor_reader r, struct err *err)
{
    struct substitute row = {hsaid_column(c, 0), hsaid_column(c, 1), hsaid_column(c, 2),
                             db_get_day(c, 3), db_get_day(c, 4)};
    return r.substitute(r.state, &row, err);
}

struct reading {
    enum query query;
    bool (*take)(const struct cursor *c, struct doctor_reader r, struct err *err);
};

static bool each(struct db *db, const struct reading *of, int64_t staff, struct doctor_reader r,
                 struct err *err)
{
    struct db_value value = db_i64(staff);
    struct cursor c;
    enum db_next found;
    if (!db_query(db, of->query, &value, 1, &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        if (!of->take(&c, r, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool doctor_each_position(struct db *db, int64_t staff, struct doctor_reader reader,
                          struct err *err)
{
    return each(db, &(struct reading){QUERY_DOCTOR_POSITIONS, take_position}, staff, reader, err);
}

bool doctor_each_dispensation(struct db *db, int64_t staff, struct doctor_reader reader,
                              struct err *err)
{
    return each(db, &(struct reading){QUERY_DOCTOR_DISPENSATIONS, take_dispensation}, staff, reader,
                err);
}

bool doctor_each_absence(struct db *db, int64_t staff, struct doctor_reader reader, struct err *err)
{
    return each(db, &(struct reading){QUERY_DOCTOR_ABSENCES, take_absence}, staff, reader, err);
}

bool doctor_each_substitute(struct db *db, int64_t staff, struct doctor_reader reader,
                            struct err *err)
{
    return each(db, &(struct reading){QUERY_DOCTOR_SUBSTITUTES, take_substitute}, staff, reader,
                err);
}

static struct cni_row cni_columns(const struct cursor *c, unsigned first)
{
    enum { POPULATION, UNDER5, FOREIGN_BORN, OVER65, SINGLE, MOVED, UNEMPLOYED, EDUCATION };
    return (struct cni_row){.population = db_get_i64(c, first + POPULATION),
                            .under5 = db_get_i64(c, first + UNDER5),
                            .foreign_born = db_get_i64(c, first + FOREIGN_BORN),
                            .over65_alone = db_get_i64(c, first + OVER65),
                            .single_parent = db_get_i64(c, first + SINGLE),
                            .moved = db_get_i64(c, first + MOVED),
                            .unemployed = db_get_i64(c, first + UNEMPLOYED),
                            .low_education = db_get_i64(c, first + EDUCATION)};
}

bool doctor_care_need(struct db *db, int64_t unit, int32_t year, int64_t *cni_e4, struct err *err)
{
    enum { OF_NATION = 8 };
    struct db_value value[] = {db_i64(unit), db_i64(year)};
    struct cursor c;
    enum db_next found = db_first(db, QUERY_DOCTOR_CARE_NEED, value, ARRAY_LEN(value), &c, err);
    if (found == DB_FAILED)
        return false;
    *cni_e4 = 0;
    if (found == DB_ROW) {
        struct cni_row of_unit = cni_columns(&c, 0), nation = cni_columns(&c, OF_NATION);
        *cni_e4 = care_need_e4(&of_unit, &nation);
        db_end(&c);
    }
    return true;
}
