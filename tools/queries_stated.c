/* A declaration of a stated table becomes its queries (queries.h). */
#include "queries.h"

#include <string.h>

enum { COLUMNS_MOST = 32 };

struct column {
    struct str staged, stored;
    struct str made; /* the expression that finds `stored`; empty: it is the staged value */
    bool key;
};
struct stated {
    struct blocks *blocks;
    const struct block *from;
    struct str name;
    bool waits;
    struct column column[COLUMNS_MOST];
    unsigned columns;
};

static _Noreturn void bad_line(const struct stated *t, struct str line)
{
    tool_fail(t->from->path, t->from->line, "stated %.*s: not a column: %.*s", STR_FMT(t->name),
              STR_FMT(line));
}

/* `name`, `name KEY`, or `name AS stored (expression)`. */
static struct column read_column(const struct stated *t, struct str line)
{
    struct str rest = line, name = str_cut(&rest, ' ');
    struct column c = {.staged = name, .stored = name};
    rest = str_trim(rest);
    if (name.len == 0)
        bad_line(t, line);
    if (str_eq(rest, STR("KEY"))) {
        c.key = true;
    } else if (rest.len > 0) {
        if (!str_eq(str_cut(&rest, ' '), STR("AS")))
            bad_line(t, line);
        c.stored = str_cut(&rest, ' ');
        c.made = str_trim(rest);
        if (c.stored.len == 0 || c.made.len < 2 || c.made.at[0] != '(' ||
            c.made.at[c.made.len - 1] != ')')
            bad_line(t, line);
    }
    return c;
}

static void read_columns(struct stated *t)
{
    struct str rest = sb_str(&t->from->text);
    bool ended = false;
    while (rest.len > 0) {
        struct str line = str_cut(&rest, '\n');
        char last = line.at[line.len - 1];
        if (ended || t->columns == COLUMNS_MOST || (last != ',' && last != ';'))
            bad_line(t, line);
        ended = last == ';';
        t->column[t->columns++] = read_column(t, str_trim((struct str){line.at, line.len - 1}));
    }
    if (!ended)
        tool_fail(t->from->path, t->from->line, "stated %.*s does not end in ;", STR_FMT(t->name));
    bool any_key = false;
    for (unsigned i = 0; i < t->columns; i++)
        any_key |= t->column[i].key;
    if (!any_key)
        tool_fail(t->from->path, t->from->line, "stated %.*s has no KEY", STR_FMT(t->name));
}

/* ---- the queries ---- */

static struct sb *query(struct stated *t, const char *what)
{
    struct str name = str_fmt(t->blocks->arena, "%.*s.%s", STR_FMT(t->name), what);
    return &add_block(t->blocks, t->from->path, t->from->line, name)->text;
}

static struct sb *known_query(struct stated *t, const char *end)
{
    struct str name = str_fmt(t->blocks->arena, "known.%.*s%s", STR_FMT(t->name), end);
    return &add_block(t->blocks, t->from->path, t->from->line, name)->text;
}

/* Columns with what stands before each, as `s.a, s.b`. */
enum which { STAGED, STORED, KEYS };
static void put_columns(const struct stated *t, struct sb *out, enum which which,
                        const char *before)
{
    const char *between = "";
    for (unsigned i = 0; i < t->columns; i++) {
        const struct column *c = &t->column[i];
        if (which == KEYS && !c->key)
            continue;
        sb_fmt(out, "%s%s%.*s", between, before, STR_FMT(which == STORED ? c->stored : c->staged));
        between = ", ";
    }
}

/* The stated row has the key of the staged one. */
static void put_keys(const struct stated *t, struct sb *out, const char *stated, const char *staged)
{
    const char *between = "";
    for (unsigned i = 0; i < t->columns; i++) {
        if (!t->column[i].key)
            continue;
        sb_fmt(out, "%s%s.%.*s = %s.%.*s", between, stated, STR_FMT(t->column[i].stored), staged,
               STR_FMT(t->column[i].staged));
        between = " AND ";
    }
}

/* The row of `n` that holds, of the key of `s`. */
static void put_match(const struct stated *t, struct sb *out)
{
    put_keys(t, out, "n", "s");
    sb_put(out, STR(" AND n.superseded IS NULL"));
}

static void put_staging(struct stated *t)
{
    struct sb *out = query(t, "stage_make");
    sb_fmt(out, "CREATE TEMP TABLE stage_%.*s (seq INTEGER PRIMARY KEY, same INTEGER, ",
           STR_FMT(t->name));
    put_columns(t, out, STAGED, "");
    if (t->waits) {
        sb_put(out, STR(", place"));
    } else {
        sb_put(out, STR(", UNIQUE ("));
        put_columns(t, out, KEYS, "");
        sb_put(out, STR(")"));
    }
    sb_put(out, STR(");\n"));
    sb_fmt(query(t, "stage_drop"), "DROP TABLE IF EXISTS temp.stage_%.*s;\n", STR_FMT(t->name));
    out = query(t, "stage");
    sb_fmt(out, "INSERT%s INTO temp.stage_%.*s (", t->waits ? "" : " OR REPLACE", STR_FMT(t->name));
    put_columns(t, out, STAGED, "");
    sb_put(out, str_of(t->waits ? ", place) SELECT " : ") SELECT "));
    unsigned given = t->columns + t->waits;
    for (unsigned i = 0; i < given; i++)
        sb_fmt(out, "%sc%u", i > 0 ? ", " : "", i + 1);
    sb_put(out, STR(" FROM given;\n"));
}

/* Behind a condition: the row `n` says what `s` says. A column that is found by an expression may
 * not be there yet: then it is not the same. */
static void put_same(const struct stated *t, struct sb *out)
{
    for (unsigned i = 0; i < t->columns; i++) {
        const struct column *c = &t->column[i];
        if (c->key)
            continue;
        sb_fmt(out, "\nAND n.%.*s IS ", STR_FMT(c->stored));
        if (c->made.len > 0)
            sb_fmt(out, "CASE WHEN s.%.*s IS NOT NULL THEN coalesce(%.*s, -1) END",
                   STR_FMT(c->staged), STR_FMT(c->made));
        else
            sb_fmt(out, "s.%.*s", STR_FMT(c->staged));
    }
}

/* Whether a load said the row of `n`: recorded it, under whatever id it stands now, or said it
 * again while it held. What was taken back was not said. */
#define SAID_BY_LOAD                                                                               \
    "(coalesce((SELECT o.position FROM load_restored AS o WHERE o.table_name = ?1\n"               \
    "AND o.id = %s.id), %s.recorded) IN (SELECT position FROM load)\n"                             \
    "OR EXISTS (SELECT 1 FROM load AS x CROSS JOIN load_again AS a ON a.load = x.id\n"             \
    "WHERE a.table_name = ?1 AND %s.id BETWEEN a.first_id AND a.last_id\n"                         \
    "AND x.position > %s.recorded AND x.position < coalesce(%s.superseded, x.position + 1)\n"      \
    "AND x.id NOT IN (SELECT load FROM load_undo)))"

/* Positions at which loads that were taken back recorded something, or brought it about. */
#define TAKEN_BACK                                                                                 \
    "(SELECT l.position FROM load AS l JOIN load_undo AS u ON u.load = l.id UNION ALL\n"           \
    "SELECT f.position FROM change_follow AS f JOIN load AS l ON l.position = f.of\n"              \
    "JOIN load_undo AS u ON u.load = l.id)"

/* What loads said last of a key, where an act, or what a load brought about by itself, has put
 * something else, or nothing, in its place since: a file that says only that again says nothing
 * new. */
static void put_acted(struct stated *t)
{
    struct sb *out = query(t, "mark_acted");
    sb_fmt(out, "UPDATE temp.stage_%.*s AS s SET same = m.id FROM (\n", STR_FMT(t->name));
    sb_fmt(out, "WITH word AS MATERIALIZED (SELECT n.* FROM %.*s_stated AS n\n", STR_FMT(t->name));
    sb_put(
        out,
        STR("WHERE n.superseded IS NOT NULL AND n.superseded NOT IN (SELECT position FROM load)\n"
            "AND n.superseded NOT IN (SELECT position FROM load_undo)\n"
            "AND n.superseded NOT IN " TAKEN_BACK " AND\n"));
    sb_fmt(out, SAID_BY_LOAD ")\n", "n", "n", "n", "n", "n");
    sb_fmt(out, "SELECT z.seq, max(n.id) AS id FROM word AS n CROSS JOIN temp.stage_%.*s AS z ON ",
           STR_FMT(t->name));
    put_keys(t, out, "n", "z");
    sb_put(out, STR(" GROUP BY z.seq) AS m\n"));
    sb_fmt(out, "JOIN %.*s_stated AS n ON n.id = m.id WHERE m.seq = s.seq", STR_FMT(t->name));
    put_same(t, out);
    sb_fmt(out, "\nAND NOT EXISTS (SELECT 1 FROM %.*s_stated AS h WHERE ", STR_FMT(t->name));
    put_keys(t, out, "h", "s");
    sb_fmt(out, " AND h.superseded IS NULL\nAND " SAID_BY_LOAD ");\n", "h", "h", "h", "h", "h");
}

static void put_comparing(struct stated *t)
{
    struct sb *out = query(t, "mark_same");
    sb_fmt(out, "UPDATE temp.stage_%.*s AS s SET same = n.id FROM %.*s_stated AS n WHERE ",
           STR_FMT(t->name), STR_FMT(t->name));
    put_match(t, out);
    put_same(t, out);
    sb_put(out, STR(";\n"));
    put_acted(t);
    sb_fmt(query(t, "same"),
           "SELECT same FROM temp.stage_%.*s WHERE same IS NOT NULL ORDER BY same;\n",
           STR_FMT(t->name));
    sb_fmt(query(t, "same_among"),
           "SELECT n.id, s.seq IS NOT NULL FROM %.*s_stated AS n\n"
           "LEFT JOIN temp.stage_%.*s AS s ON s.same = n.id\n"
           "WHERE n.superseded IS NULL ORDER BY n.id;\n",
           STR_FMT(t->name), STR_FMT(t->name));
    sb_fmt(query(t, "last_id"), "SELECT max(id) FROM %.*s_stated;\n", STR_FMT(t->name));
    sb_fmt(query(t, "drop_same"), "DELETE FROM temp.stage_%.*s WHERE same IS NOT NULL;\n",
           STR_FMT(t->name));
    sb_fmt(query(t, "staged"), "SELECT count(*) FROM temp.stage_%.*s;\n", STR_FMT(t->name));
    out = query(t, "corrects");
    sb_fmt(out, "SELECT count(*) FROM temp.stage_%.*s AS s JOIN %.*s_stated AS n ON ",
           STR_FMT(t->name), STR_FMT(t->name));
    put_match(t, out);
    sb_put(out, STR(";\n"));
}

static void put_landing(struct stated *t)
{
    struct sb *out = query(t, "supersede");
    sb_fmt(out, "UPDATE OR ROLLBACK %.*s_stated SET superseded = ? WHERE id IN (\n",
           STR_FMT(t->name));
    sb_fmt(out, "SELECT n.id FROM temp.stage_%.*s AS s JOIN %.*s_stated AS n ON ", STR_FMT(t->name),
           STR_FMT(t->name));
    put_match(t, out);
    sb_put(out, STR(");\n"));
    out = query(t, "land");
    sb_fmt(out, "INSERT OR ROLLBACK INTO %.*s_stated (", STR_FMT(t->name));
    put_columns(t, out, STORED, "");
    sb_put(out, STR(", recorded)\nSELECT "));
    for (unsigned i = 0; i < t->columns; i++) {
        const struct column *c = &t->column[i];
        if (c->made.len > 0)
            sb_fmt(out, "%.*s, ", STR_FMT(c->made));
        else
            sb_fmt(out, "s.%.*s, ", STR_FMT(c->staged));
    }
    sb_fmt(out, "?\nFROM temp.stage_%.*s AS s ORDER BY s.seq;\n", STR_FMT(t->name));
}

/* What position ?1 recorded: its own rows, and those that came back when a later load that had
 * superseded them was taken back. `table` is the parameter that has the table's name. */
static void put_recorded(struct sb *out, const char *table)
{
    sb_fmt(out,
           "(n.recorded = ?1 OR n.id IN (\nSELECT id FROM load_restored WHERE table_name = %s AND "
           "position = ?1))",
           table);
}

static void put_undo_checks(struct stated *t)
{
    struct sb *out = query(t, "overtaken");
    sb_fmt(out, "SELECT DISTINCT superseded FROM %.*s_stated AS n WHERE ", STR_FMT(t->name));
    put_recorded(out, "?2");
    sb_put(out, STR("\nAND superseded IS NOT NULL AND superseded NOT IN " TAKEN_BACK ";\n"));
    out = query(t, "said_again");
    sb_fmt(out,
           "SELECT DISTINCT a.load FROM load_again AS a CROSS JOIN %.*s_stated AS n\n"
           "ON n.id BETWEEN a.first_id AND a.last_id AND ",
           STR_FMT(t->name));
    put_recorded(out, "?2");
    sb_put(out,
           STR("\nWHERE a.table_name = ?2 AND a.load IN (SELECT id FROM load WHERE position > ?1)\n"
               "AND a.load NOT IN (SELECT load FROM load_undo);\n"));
}

/* What the load itself recorded does not hold again, though it was what ended it, too. */
static void put_not_own(struct sb *out, const char *row)
{
    sb_fmt(out,
           "%s.superseded = ?1 AND %s.recorded <> ?4\nAND %s.id NOT IN (SELECT id FROM "
           "load_restored WHERE table_name = ?3 AND position = ?4)",
           row, row, row);
}

static void put_undoing(struct stated *t)
{
    struct sb *out = query(t, "withdraw");
    sb_fmt(out,
           "UPDATE OR ROLLBACK %.*s_stated AS n SET superseded = ?2 WHERE superseded IS NULL AND ",
           STR_FMT(t->name));
    put_recorded(out, "?3");
    sb_put(out, STR(";\n"));
    out = query(t, "restore");
    sb_fmt(out, "INSERT OR ROLLBACK INTO %.*s_stated (", STR_FMT(t->name));
    put_columns(t, out, STORED, "");
    sb_put(out, STR(", recorded)\nSELECT "));
    put_columns(t, out, STORED, "n.");
    sb_fmt(out, ", ?2 FROM %.*s_stated AS n WHERE ", STR_FMT(t->name));
    put_not_own(out, "n");
    sb_put(out, STR(" ORDER BY n.id;\n"));
    out = query(t, "keep_origin");
    sb_fmt(out,
           "INSERT INTO load_restored (table_name, id, position, first_id)\n"
           "SELECT ?3, n.id, coalesce(o.position, s.recorded), coalesce(o.first_id, s.id)\n"
           "FROM %.*s_stated AS s\n"
           "JOIN %.*s_stated AS n ON n.recorded = ?2 AND ",
           STR_FMT(t->name), STR_FMT(t->name));
    put_match(t, out);
    sb_put(out, STR("\nLEFT JOIN load_restored AS o ON o.table_name = ?3 AND o.id = s.id\nWHERE "));
    put_not_own(out, "s");
    sb_put(out, STR(";\n"));
}

/* What of a key's row is another than of the row that the same position superseded. */
static void put_changing(struct stated *t)
{
    struct sb *out = query(t, "changed");
    sb_put(out, STR("SELECT o.id IS NOT NULL, rtrim("));
    const char *between = "";
    for (unsigned i = 0; i < t->columns; i++) {
        struct str name = t->column[i].stored;
        if (t->column[i].key)
            continue;
        sb_fmt(out, "%s\nCASE WHEN n.%.*s IS NOT o.%.*s THEN '%.*s,' ELSE '' END", between,
               STR_FMT(name), STR_FMT(name), STR_FMT(name));
        between = " ||";
    }
    sb_fmt(out, "%s, ',')\nFROM %.*s_stated AS n LEFT JOIN %.*s_stated AS o ON ",
           *between ? "" : "''", STR_FMT(t->name), STR_FMT(t->name));
    for (unsigned i = 0; i < t->columns; i++)
        if (t->column[i].key)
            sb_fmt(out, "o.%.*s = n.%.*s AND ", STR_FMT(t->column[i].stored),
                   STR_FMT(t->column[i].stored));
    sb_put(out, STR("o.superseded = n.recorded\nWHERE n.recorded = ? AND n.superseded IS NULL"));
    for (unsigned i = 0; i < t->columns; i++)
        if (t->column[i].key)
            sb_fmt(out, " AND n.%.*s = ?", STR_FMT(t->column[i].stored));
    sb_put(out, STR(";\n"));
}

void add_known(struct blocks *b, const struct block *declaration)
{
    struct str head = declaration->name;
    struct stated t = {.blocks = b, .from = declaration, .name = str_cut(&head, ' ')};
    bool of_persons = str_eq(head, STR("of identifier"));
    if (head.len > 0 && !of_persons)
        tool_fail(declaration->path, declaration->line, "known %.*s: what is %.*s?",
                  STR_FMT(t.name), STR_FMT(head));
    struct sb *out = known_query(&t, "");
    sb_fmt(out,
           "CREATE TEMP TABLE %.*s_stated AS SELECT * FROM main.%.*s_stated\n"
           "WHERE recorded <= ?1 AND (superseded IS NULL OR superseded > ?1)%s;\n",
           STR_FMT(t.name), STR_FMT(t.name),
           of_persons ? "\nAND (?2 = 0 OR identifier IN (SELECT id FROM temp.identifier))" : "");
    sb_fmt(known_query(&t, "_holds"), "UPDATE temp.%.*s_stated SET superseded = NULL;\n",
           STR_FMT(t.name));
    if (of_persons)
        sb_fmt(known_query(&t, "_of"),
               "CREATE INDEX temp.known_%.*s_of ON %.*s_stated (identifier);\n", STR_FMT(t.name),
               STR_FMT(t.name));
}

void add_stated(struct blocks *b, const struct block *declaration)
{
    struct str head = declaration->name;
    struct stated t = {.blocks = b, .from = declaration};
    t.name = str_cut(&head, ' ');
    t.waits = str_eq(head, STR("waits"));
    if (head.len > 0 && !t.waits)
        tool_fail(declaration->path, declaration->line, "stated %.*s: what is %.*s?",
                  STR_FMT(t.name), STR_FMT(head));
    read_columns(&t);
    put_staging(&t);
    put_comparing(&t);
    put_landing(&t);
    put_undo_checks(&t);
    put_undoing(&t);
    put_changing(&t);
}
