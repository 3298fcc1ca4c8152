// What readers do: come by an address, switch language, walk by keyboard, choose, print.
import { attempt, openPage, overflow } from './harness.mjs';

const POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

async function addresses(base) {
  const get = (path, headers = {}, method = 'GET') => fetch(base + path, { redirect: 'manual', headers, method });
  for (const [language, wanted] of [['sv-SE,sv;q=0.9', '/sv/'], ['en-GB', '/en/'], ['de', '/en/'], ['', '/sv/']]) {
    await attempt(`/ for a reader of "${language}" leads to ${wanted}`, async () => {
      const answer = await get('/', { 'Accept-Language': language });
      return answer.status === 303 && answer.headers.get('location') === wanted ? [] : [`${answer.status} ${answer.headers.get('location')}`];
    });
  }
  for (const [path, status, method] of [['/sv', 308], ['/xx/', 404], ['/sv/measures/', 404], ['/sv/%zz', 400], [`/sv/?x=${'y'.repeat(2100)}`, 400], ['/sv/measures/Ko05%4C', 200], ['/de/', 404], ['/sv/a/..%2f', 400], ['/sv/', 405, 'POST'],
    ['/sv/', 200, 'HEAD'], ['/data/none.csv', 404], ['/data/Ko05L.xlsx', 404], ['/assets/none.css', 404], ['/data/saebo-2021-w48/named_doctor.csv', 200]]) {
    await attempt(`${method ?? 'GET'} ${path.slice(0, 60)} is ${status}`, async () => {
      const answer = await get(path, {}, method);
      const policy = answer.headers.get('content-security-policy') ?? '';
      return answer.status === status && policy === POLICY ? [] : [`${answer.status} ${policy}`];
    });
  }
  await attempt('a page that the browser has is not sent again', async () => {
    const first = await get('/sv/about');
    const again = await get('/sv/about', { 'If-None-Match': first.headers.get('etag') });
    return again.status === 304 ? [] : [again.status];
  });
  await attempt('the stylesheet is kept for ever, and under 30 kB', async () => {
    const page = await (await get('/sv/')).text();
    const sheet = await get(/href="(\/assets\/[^"]+\.css)"/.exec(page)[1]);
    const size = (await sheet.text()).length;
    return sheet.headers.get('cache-control').includes('immutable') && size < 30000 ? [] : [`${sheet.headers.get('cache-control')} ${size}`];
  });
}

async function languageStays(browser, base) {
  await attempt('the switch of language stays on the page and keeps what was chosen', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(`${base}/sv/measures/named_doctor?level=municipality&month=2022-03`);
    await page.click('.switch');
    const english = page.url();
    const lang = await page.getAttribute('html', 'lang');
    await page.click('.switch');
    const back = page.url();
    await close();
    return english.endsWith('/en/measures/named_doctor?level=municipality&month=2022-03') && lang === 'en' && back.includes('/sv/measures/named_doctor?level=municipality') ? [] : [english, lang, back];
  });
}

async function keyboard(browser, base) {
  await attempt('the first key stroke offers to skip to the content', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(`${base}/sv/`);
    await page.keyboard.press('Tab');
    const first = await page.evaluate(() => [document.activeElement.className, document.activeElement.getBoundingClientRect().top]);
    await page.keyboard.press('Enter');
    const at = await page.evaluate(() => document.activeElement.id);
    await close();
    return first[0] === 'skip' && first[1] >= 0 && at === 'main' ? [] : [...first, at];
  });
  for (const path of ['/sv/', '/sv/measures/Ko05L', '/sv/saebo']) {
    await attempt(`${path}: every stop of the keyboard can be seen`, async () => {
      const { page, close } = await openPage(browser, { viewport: { width: 1280, height: 900 } });
      await page.goto(base + path);
      const faults = [];
      const seen = new Set();
      for (let i = 0; i < 200; i++) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(() => {
          const e = document.activeElement;
          if (!e || e === document.body) return null;
          const style = getComputedStyle(e);
          const box = e.getBoundingClientRect();
          const name = `${e.tagName.toLowerCase()}.${e.getAttribute('class') ?? ''} ${(e.textContent ?? '').trim().slice(0, 30)}`;
          window.stops = window.stops ?? new Map();
          if (!window.stops.has(e)) window.stops.set(e, window.stops.size);
          const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
          return { key: window.stops.get(e), name, visible: outlined && box.width > 0 && box.bottom > 0 && box.top < innerHeight };
        });
        if (!stop || seen.has(stop.key)) break;
        seen.add(stop.key);
        if (!stop.visible) faults.push(`not seen: ${stop.name}`);
      }
      await close();
      return seen.size > 8 ? faults : [`only ${seen.size} stops`, ...faults];
    });
  }
}

/** A chart without a pointer: each point is reached, named, and its value is told on the chart. */
async function charts(browser, base) {
  for (const [path, points] of [['/sv/measures/named_doctor', 36 + 28], ['/sv/saebo', 3 * 21]]) {
    await attempt(`${path}: the points of the charts tell their values by keyboard`, async () => {
      const { page, close } = await openPage(browser);
      await page.goto(base + path);
      const faults = [];
      const seen = page.locator('.chart-wide .point');
      if ((await seen.count()) !== points) faults.push(`${await seen.count()} points`);
      for (const i of [0, 5, points - 1]) {
        const point = seen.nth(i);
        await point.focus();
        const told = await point.evaluate((e) => [e.querySelector('title').textContent, e.nextElementSibling.textContent, getComputedStyle(e.nextElementSibling).visibility]);
        if (told[0] !== told[1] || told[2] !== 'visible' || !/: .*\d/.test(told[0])) faults.push(told.join(' | '));
      }
      const shown = await page.evaluate(() => [...document.querySelectorAll('.readout')].filter((e) => getComputedStyle(e).visibility === 'visible').length);
      if (shown !== 1) faults.push(`${shown} readouts at once`);
      await close();
      return faults;
    });
  }
  await attempt('no text of a chart leaves it or lies on another, in this browser\'s fonts', async () => {
    const faults = [];
    for (const width of [320, 1280]) {
      const { page, close } = await openPage(browser, { viewport: { width, height: 900 } });
      for (const path of ['/sv/measures/named_doctor', '/sv/measures/listed', '/en/measures/Ko05L', '/sv/saebo', '/en/saebo?kind=named_care_contact']) {
        await page.goto(base + path);
        faults.push(...(await page.evaluate(() => {
          const found = [];
          for (const svg of document.querySelectorAll('svg.drawing')) {
            const frame = svg.getBoundingClientRect();
            if (frame.width === 0) continue;
            const texts = [...svg.querySelectorAll('text:not(.readout)')].map((e) => [e.textContent, e.getBoundingClientRect()]);
            texts.forEach(([text, box], i) => {
              if (box.left < frame.left - 2 || box.right > frame.right + 2) found.push(`outside: ${text}`);
              for (const [other, o] of texts.slice(0, i))
                if (box.left < o.right - 1 && o.left < box.right - 1 && box.top < o.bottom - 4 && o.top < box.bottom - 4) found.push(`${text} on ${other}`);
            });
          }
          return found;
        })).map((f) => `${width} ${path}: ${f}`));
      }
      await close();
    }
    return faults;
  });
}

async function choosing(browser, base) {
  await attempt('without scripts: a month is chosen and shown', async () => {
    const { page, close } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(`${base}/sv/measures/named_doctor?level=municipality`);
    await page.selectOption('#month', '2022-03');
    await page.click('.month button');
    const where = await page.textContent('.key-where');
    const level = await page.textContent('.segments [aria-current]');
    await close();
    return where.includes('mars 2022') && level === 'Kommuner' ? [] : [where, level];
  });
  await attempt('without scripts: a measure is searched for, by keyboard', async () => {
    const { page, close } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(`${base}/sv/`);
    await page.focus('.find input');
    await page.keyboard.type('hba1c över');
    await Promise.all([page.waitForURL(/q=/), page.keyboard.press('Enter')]);
    const found = await page.locator('.measure-name-text').allTextContents();
    const heading = await page.textContent('h1');
    await close();
    return found.join() === 'HbA1c över 70' && heading.includes('hba1c över') ? [] : [heading, ...found];
  });
  for (const [column, order] of [['Drift', 'ascending'], ['Hälsocentral', 'ascending'], ['Nämnare', 'descending']]) {
    await attempt(`sorted by ${column}, then the other way`, async () => {
      const { page, close } = await openPage(browser, { javaScriptEnabled: false });
      await page.goto(`${base}/sv/measures/named_doctor`);
      const cell = { Drift: 'td.minor', Hälsocentral: 'th', Nämnare: 'td:last-child' }[column];
      const state = async () => [
        await page.getAttribute('#table thead th[aria-sort]', 'aria-sort'),
        (await page.locator(`#table tbody tr > ${cell}`).allTextContents()).map((t) => t.trim()),
      ];
      await page.click(`#table thead a:has-text("${column}")`);
      const [first, up] = await state();
      await page.click(`#table thead a:has-text("${column}")`);
      const [second, down] = await state();
      await close();
      const collator = new Intl.Collator('sv', { numeric: false });
      const number = (t) => Number(t.replace(/[^\d]/g, ''));
      const compare = column === 'Nämnare' ? (a, b) => number(b) - number(a) : (a, b) => collator.compare(a, b);
      const sorted = (list, sign) => list.every((t, i) => i === 0 || sign * compare(list[i - 1], t) <= 0);
      return first === order && second !== order && sorted(up, 1) && sorted(down, -1) ? [] : [first, second, up.join(' '), down.join(' ')];
    });
  }
}

async function paperAndMotion(browser, base) {
  await attempt('on paper: the menu is gone, the figures are there', async () => {
    const { page, close } = await openPage(browser, { viewport: { width: 680, height: 900 } });
    await page.goto(`${base}/sv/measures/Ko05L`);
    await page.emulateMedia({ media: 'print' });
    const faults = await page.evaluate(() => {
      const shown = (s) => [...document.querySelectorAll(s)].some((e) => e.getClientRects().length > 0);
      return [...(shown('.menu') ? ['menu'] : []), ...(shown('.switch') ? ['switch'] : []), ...(shown('.key-value') ? [] : ['no value']), ...(shown('#table table') ? [] : ['no table'])];
    });
    faults.push(...(await overflow(page)));
    await close();
    return faults;
  });
  await attempt('where less motion is asked for, nothing moves', async () => {
    const { page, close } = await openPage(browser, { reducedMotion: 'reduce' });
    await page.goto(`${base}/sv/`);
    const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionDuration.split(',').some((d) => parseFloat(d) > 0)).length);
    await close();
    return moving === 0 ? [] : [`${moving} elements`];
  });
}

export async function reading(browser, base) {
  await addresses(base);
  await languageStays(browser, base);
  await keyboard(browser, base);
  await charts(browser, base);
  await choosing(browser, base);
  await paperAndMotion(browser, base);
}
