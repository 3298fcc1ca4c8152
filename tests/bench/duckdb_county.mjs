// Measures by unit and county with DuckDB, from a region's files.
//   node duckdb_county.mjs FILES CODESETS MODE REPEATS MONTHS OUT WORK
//   MODE    plain  tables in memory with the files' own texts, 2 threads
//           best   the same with integer keys and enums, sorted by person: DuckDB at its best
//   MONTHS  month-ends to December 2023
//   OUT     where the figures are written, as CSV
//   WORK    county or five: the name of the file of statements that are timed
// Prints the seconds of loading and of each repeat, and of each statement of the last one. DUCKDB_SPILL
// names a folder that it may write to where memory ends, DUCKDB_MEMORY how much of that it may have.
import { openSync, readFileSync, readSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
const [, , files, codesets, mode, repeats, months, out, name] = process.argv;
const spill = process.env.DUCKDB_SPILL, memory = process.env.DUCKDB_MEMORY;
const settings = { threads: '2', ...(spill && { temp_directory: spill }), ...(memory && { memory_limit: memory }) };
const db = await (await DuckDBInstance.create(':memory:', settings)).connect();
const WORDS = `physician nurse physiotherapist occupational_therapist psychologist counsellor dietitian midwife assistant_nurse other
  visit home_visit group phone video digital letter primary emergency specialist none new worsened yes no saebo home_care
  choice_eservice choice_form special_reason`.split(/\s+/);

/* {people: a b}: a subquery with those columns, as text. */
const columns = (_, table, wanted) => {
  const path = `${files}/${table}.csv`, line = Buffer.alloc(4096);
  const header = line.toString('utf8', 0, readSync(openSync(path), line)).split(/\r?\n/)[0].split(',');
  const of = wanted.trim().split(/\s+/).map(c => (header.includes(c) ? `"${c}"` : `NULL::VARCHAR AS "${c}"`));
  return `(SELECT ${of} FROM read_csv('${path}', header = true, all_varchar = true))`;
};
/* The statements of a file, each with the measures that it is for. */
const statements = name =>
  readFileSync(new URL(name, import.meta.url), 'utf8').split(/;[^\n]*\n/).map(text => ({
    sql: text.replace(/^\s*--.*$/gm, '').trim(), of: text.match(/^--: (.*)$/m)?.[1] ?? 'all',
  })).filter(s => s.sql);
const seconds = async work => { const t = performance.now(); await work(); return (performance.now() - t) / 1e3; };
const processor = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };

const first = 2023 * 12 + 11 - (+months - 1), best = mode === 'best';
for (const sql of [
  `CREATE TYPE words AS ENUM (${[...new Set(WORDS)].map(w => `'${w}'`)})`,
  `CREATE MACRO word(x) AS ${best ? 'TRY_CAST(x AS words)' : 'x'}`,
  `CREATE MACRO key(written, number) AS ${best ? 'number::INTEGER' : 'written'}`,
  `CREATE MACRO sorted(x) AS ${best ? 'x' : 'NULL'}`,
  `CREATE MACRO m0() AS ${first}`, `CREATE MACRO m1() AS ${2023 * 12 + 11}`]) await db.run(sql);
const load = async () => {
  for (const file of name === 'county' ? ['region_load.sql', 'county_load.sql'] : ['region_load.sql'])
    for (const { sql } of statements(file))
      await db.run(sql.replaceAll('{codesets}', codesets).replace(/\{(\w+): ([^}]*)\}/g, columns));
};
console.log(`loaded: ${(await seconds(load)).toFixed(3)} s`);
let parts = [];
for (let i = 0; i < +repeats; i++) {
  parts = [];
  const began = processor();
  for (const { sql, of } of statements(`${name}.sql`))
    parts.push([await seconds(() => db.run(sql.replace('{unit}', best ? 'INTEGER' : 'VARCHAR'))), of]);
  console.log(`computed: ${parts.reduce((sum, [s]) => sum + s, 0).toFixed(4)} s, ${(processor() - began).toFixed(4)} s of processor`);
}
for (const [s, of] of parts) console.log(`statement ${s.toFixed(4)} s ${of}`);
await db.run(`COPY (SELECT f.measure, f.level, coalesce(k.id, '23') AS id, f.m // 12 AS year, f.m % 12 + 1 AS month, f.n, f.d
  FROM figures AS f LEFT JOIN unit_keys AS k ON k.unit = f.unit) TO '${out}' (HEADER)`);
