// What the browser tests share: a server in a state, a browser, cases that are counted and told.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);
const { chromium } = require('playwright-core');
const { HtmlValidate } = require('html-validate');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let passed = 0;
let failed = 0;

/** Tells a case as TAP does; `fault` is what is wrong, nothing when nothing is. */
export function tell(name, fault) {
  const number = passed + failed + 1;
  if (!fault || fault.length === 0) {
    passed++;
    console.log(`ok ${number} - ${name}`);
    return;
  }
  failed++;
  console.log(`not ok ${number} - ${name}`);
  for (const line of String(Array.isArray(fault) ? fault.join('\n') : fault).split('\n').slice(0, 30)) console.log(`# ${line}`);
}

/** A case that throws has failed, and the others go on. */
export async function attempt(name, body) {
  try {
    tell(name, await body());
  } catch (error) {
    tell(name, error.stack);
  }
}

export function end() {
  console.log(`1..${passed + failed}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

/** Starts a server that prints its port (or address) on a line; stop() ends it. */
export async function serve(program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (data) => { complaints += data; });
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const line = await Promise.race([
    new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    exit.then((code) => { throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${complaints}`); }),
  ]);
  const port = /(\d+)\/?\s*$/.exec(line)[1];
  return {
    base: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      return exit;
    },
  };
}

export async function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
}

/** A page of its own; `said` collects what the console said against it. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: false, ...options });
  const page = await context.newPage();
  const said = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !/the server responded with a status of/.test(message.text())) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  return { page, said, close: () => context.close() };
}

/** axe-core's violations of WCAG 2.1 AA and of good practice, in words. The script is evaluated by the debugger, so that the page's policy stays as it is. */
export async function axeFaults(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
  }));
  return found.violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.slice(0, 4).map((n) => `${n.target.join(' ')}: ${n.failureSummary}`).join('\n  ')}`);
}

/** What sticks out to the right of the window. */
export async function overflow(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return [];
    const out = [...document.querySelectorAll('body *')]
      .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .slice(0, 5).map((e) => `<${e.tagName.toLowerCase()} class="${e.getAttribute('class') ?? ''}">`);
    return [`${wide} px too wide: ${out.join(' ')}`];
  });
}

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'doctype-style': ['error', { style: 'lowercase' }],
    'no-trailing-whitespace': 'off', // blanks are the template's
    'long-title': 'off', // a long name is shown whole
    'no-inline-style': 'error',
    'require-sri': 'off', // everything is from here
    'void-style': ['error', { style: 'omit' }],
  },
});

export async function htmlFaults(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((r) => r.messages).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}

/** CSV as the program writes it, into objects. */
export function parseCsv(text) {
  const rows = [];
  for (const line of text.trimEnd().split('\n')) {
    const row = [];
    for (const field of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) row.push(field[1]?.replaceAll('""', '"') ?? field[2]);
    rows.push(row);
  }
  const [header, ...body] = rows;
  return body.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
}
