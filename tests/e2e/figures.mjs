// The figures: what a page shows and what its files say are the same, and what is masked is nowhere.
import { attempt, openPage, parseCsv } from './harness.mjs';

const MEASURES = ['listed', 'active_choice', 'Ko05L', 'named_doctor', 'saebo_named_doctor'];

/** The rows of a page's table of units: [name, value, interval, numerator, denominator] as far as it has them. */
async function tableOf(browser, base, id) {
  const { page, close } = await openPage(browser);
  await page.goto(`${base}/sv/measures/${id}?sort=name&order=asc`);
  const rows = await page.evaluate(() => [...document.querySelectorAll('#table tbody tr')].map((tr) => ({
    value: tr.querySelector('td.value').textContent.trim(),
    others: [...tr.querySelectorAll('td.number:not(.value)')].map((td) => td.textContent.trim()),
  })));
  const drawn = await page.evaluate(() => [...document.querySelectorAll('svg')].map((s) => s.outerHTML).join('\n'));
  await close();
  return { rows, drawn };
}

/** As the page shows a file's figure. */
function shown(row, all) {
  if (row.missing) return row.missing;
  const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u00a0').replace('-', '\u2212');
  if (all.every((r) => r.denominator === '1' || r.missing)) return grouped(row.numerator);
  if (Number.isInteger(Number(row.numerator)) && !all.some((r) => r.numerator.includes('.') || r.numerator.includes('/'))) {
    // Exact, half away from zero: tenths of a per cent.
    const tenths = (BigInt(row.numerator) * 2000n + BigInt(row.denominator)) / (2n * BigInt(row.denominator));
    return `${tenths / 10n},${tenths % 10n}\u00a0%`;
  }
  return Number(row.value).toFixed(2).replace('.', ',');
}

async function sameInFiles(browser, base, id, state) {
  const csv = parseCsv(await (await fetch(`${base}/data/${id}.csv`)).text());
  const json = await (await fetch(`${base}/data/${id}.json`)).json();
  await attempt(`${state} ${id}: the JSON file is the CSV file`, async () => (JSON.stringify(csv) === JSON.stringify(json) ? [] : ['they differ']));
  const last = csv.map((r) => r.period).sort().at(-1);
  const units = csv.filter((r) => r.level === 'unit' && r.period === last);
  const { rows, drawn } = await tableOf(browser, base, id);
  await attempt(`${state} ${id}: the page shows what the file says`, async () => {
    const ofFile = units.map((r) => shown(r, csv)).sort();
    const ofPage = rows.map((r) => r.value).sort();
    return JSON.stringify(ofFile) === JSON.stringify(ofPage) && units.length > 0 ? [] : [ofFile.join(' '), ofPage.join(' ')];
  });
  await attempt(`${state} ${id}: a masked row has no number anywhere`, async () => {
    const masked = rows.filter((r) => r.value === 'MSK');
    const faults = masked.filter((r) => r.others.some((t) => t !== '')).map((r) => `beside MSK: ${r.others.join(' ')}`);
    for (const r of csv.filter((row) => row.missing === 'MSK')) if (r.numerator || r.denominator || r.value) faults.push(`the file has ${JSON.stringify(r)}`);
    // In attributes, not in texts: a name may hold these letters.
    if (/nan|inf/i.test(drawn.replace(/>[^<]*</g, '><'))) faults.push('a chart draws what is no number');
    return faults;
  });
  return units.filter((r) => r.missing === 'MSK').length;
}

async function saebo(browser, base) {
  await attempt('SÄBO: all 42 percentages as printed, and three counties miss the target', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(`${base}/sv/saebo`);
    const rows = await page.evaluate(() => [...document.querySelectorAll('.printed tbody tr')].map((tr) => [...tr.children].map((c) => c.textContent.trim())));
    await close();
    const faults = [];
    for (const [name, places, doctors, doctorShare, , met, contacts, contactShare] of rows) {
      const number = (t) => Number(t.replace(/\s/g, ''));
      for (const [having, share] of [[doctors, doctorShare], [contacts, contactShare]])
        if (share !== `${Math.floor((number(having) * 200 + number(places)) / (2 * number(places)))}\u00a0%`) faults.push(`${name} ${share}`);
      if (met.includes('inte') !== (number(doctors) * 100 < number(places) * 80)) faults.push(`${name} ${met}`);
    }
    const missing = rows.filter((r) => r[5].includes('inte')).map((r) => r[0]).join(', ');
    if (rows.length !== 21 || missing !== 'Dalarnas län, Jämtlands län, Västmanlands län') faults.push(`${rows.length} rows, missed by ${missing}`);
    return faults;
  });
}

export async function figures(browser, base, state) {
  let masked = 0;
  for (const id of MEASURES) masked += await sameInFiles(browser, base, id, state);
  if (state === 'small') await attempt('small: some units are masked', async () => (masked > 0 ? [] : ['none is']));
  else await saebo(browser, base);
}
