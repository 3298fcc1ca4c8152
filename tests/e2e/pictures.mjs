// Pictures of pages: those that the documents show, and one of every page and state for people to look at.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openPage } from './harness.mjs';

async function take(browser, address, file, options, print = false) {
  const view = await openPage(browser, options);
  try {
    if (print) await view.page.emulateMedia({ media: 'print' });
    const answer = await view.page.goto(address);
    if (!answer) throw new Error(`${address}: no answer`);
    await view.page.screenshot({ path: file, fullPage: options.fullPage ?? false });
  } finally {
    await view.close();
  }
}

/** The pictures of README and manual. */
export async function documentPictures(browser, base, folder) {
  mkdirSync(folder, { recursive: true });
  const desk = { width: 1280, height: 1000 };
  for (const [name, path, options] of [
    ['front', '/en/', { viewport: desk }],
    ['measure', '/en/measures/Ko05L', { viewport: desk }],
    ['phone', '/sv/measures/named_doctor', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, colorScheme: 'dark' }],
  ]) await take(browser, base.replace(/\/$/, '') + path, join(folder, `${name}.png`), options);
}

/** Every page of a state: desk, phone in the dark, paper. */
export async function statePictures(browser, base, folder, state, paths) {
  mkdirSync(folder, { recursive: true });
  for (const path of paths) {
    const name = `${state}${path.replace('{lang}', '').replace(/[^\w]+/g, '-').replace(/-$/, '')}`;
    for (const [how, lang, options, print] of [
      ['desk', 'sv', { viewport: { width: 1280, height: 900 } }],
      ['phone', 'en', { viewport: { width: 360, height: 800 }, deviceScaleFactor: 2, colorScheme: 'dark' }],
      ['paper', 'sv', { viewport: { width: 672, height: 950 } }, true],
    ]) await take(browser, base + path.replace('{lang}', lang), join(folder, `${name}-${how}.png`), { ...options, fullPage: true }, print);
  }
}
