// The pages in a browser: run.mjs STATES-PROGRAM [--pictures FOLDER]
//
// STATES-PROGRAM (tests/e2e/states.c) serves the pages in a state. Every page in every state, in both
// languages, is looked at as all readers may meet it; then what readers do is done. With a folder it
// gets a picture of every page and state, to be looked at by people.
//
// run.mjs --of ADDRESS looks at the pages of an instance that is being served;
// run.mjs --of ADDRESS --pictures FOLDER only takes the pictures that the documents show of it.
import { parseArgs } from 'node:util';
import { attempt, axeFaults, end, htmlFaults, openBrowser, openPage, overflow, serve } from './harness.mjs';
import { STATES } from './pages.mjs';
import { documentPictures, statePictures } from './pictures.mjs';
import { reading } from './reading.mjs';
import { figures } from './figures.mjs';

const { values: options, positionals: [program] } = parseArgs({
  allowPositionals: true,
  options: { pictures: { type: 'string' }, of: { type: 'string' } },
});
if (!options.of === !program) {
  console.error('usage: run.mjs STATES-PROGRAM [--pictures FOLDER]\n       run.mjs --of ADDRESS [--pictures FOLDER]');
  process.exit(2);
}

const thorough = Number(process.env.KONTINUA_CHECK_SCALE ?? 1) > 1;

/** One page of one state, seen in all the ways. */
async function look(light, dark, base, state, path) {
  const name = `${state} ${path}`;
  light.said.length = 0;
  await light.page.setViewportSize({ width: 1280, height: 900 });
  const response = await light.page.goto(base + path);
  await attempt(`${name}: valid HTML`, async () => htmlFaults(await response.text()));
  await attempt(`${name}: axe, light`, async () => axeFaults(light.page));
  await attempt(`${name}: a title, a language, one heading`, async () => light.page.evaluate(() => [
    ...(document.title.length > 12 ? [] : ['no title']),
    ...(document.documentElement.lang === location.pathname.slice(1, 3) ? [] : ['another language']),
    ...(document.querySelectorAll('h1').length === 1 ? [] : ['not one h1']),
  ]));
  for (const [words, width, size] of [['320 px wide', 320, '100%'], ['text twice as large', 1280, '200%']]) {
    await attempt(`${name}: ${words}: nothing sticks out`, async () => {
      await light.page.setViewportSize({ width, height: 800 });
      await light.page.evaluate((s) => document.documentElement.style.setProperty('font-size', s), size);
      return overflow(light.page);
    });
  }
  await attempt(`${name}: nothing against the policy`, async () => light.said);
  if (path.startsWith('/en/') && !thorough) return; // dark differs by the stylesheet, not by language
  await dark.page.goto(base + path);
  await attempt(`${name}: axe, dark and narrow`, async () => axeFaults(dark.page));
}

/** All pages of a state, in both languages. */
async function lookAtAll(browser, base, state, paths) {
  const light = await openPage(browser);
  const dark = await openPage(browser, { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
  for (const lang of ['sv', 'en'])
    for (const path of paths) await look(light, dark, base, state, path.replace('{lang}', lang));
  await light.close();
  await dark.close();
}

const browser = await openBrowser();
if (options.of && options.pictures) {
  await documentPictures(browser, options.of, options.pictures);
  await browser.close();
  process.exit(0);
}
if (options.of) {
  const base = options.of.replace(/\/$/, '');
  await lookAtAll(browser, base, 'served', STATES.full);
  await figures(browser, base, 'served');
}
for (const [state, paths] of options.of ? [] : Object.entries(STATES)) {
  const server = await serve(program, [state]);
  await lookAtAll(browser, server.base, state, paths);
  if (options.pictures) await statePictures(browser, server.base, options.pictures, state, paths);
  if (state === 'full') {
    await reading(browser, server.base);
    await figures(browser, server.base, state);
  }
  if (state === 'small') await figures(browser, server.base, state);
  await attempt(`${state}: the server ends in peace`, async () => ((await server.stop()) === 0 ? [] : ['it did not end with 0']));
}
await browser.close();
end();
