#!/usr/bin/env node
// `npm test`: installs what is missing and runs the tests; arguments are parts of file names (`npm test govern`).
import { findBrowser } from './browser.mjs';
import { ensureConsole } from './build-console.mjs';
import { fail } from './fail.mjs';
import { prepare } from './prepare.mjs';
import { findTests, runTests } from './run-tests.mjs';

const show = (text) => process.stdout.write(text);

const runBrowserTests = async (runtime, files) => {
  if (files.length > 0 && findBrowser() === undefined) {
    show(
      `\nSkipped ${files.length} files of browser tests: there is no Chromium (on Debian: apt-get install chromium).\n`,
    );
    return undefined;
  }
  if (files.length === 0) return undefined;
  await ensureConsole(runtime);
  return runTests(runtime, files, { show });
};

const main = async () => {
  const patterns = process.argv.slice(2);
  const runtime = await prepare();
  const unit = findTests('unit', patterns);
  const browser = findTests('browser', patterns);
  if (unit.length + browser.length === 0) throw new Error(`No test file matches ${patterns.join(' ')}.`);
  const results = [];
  if (unit.length > 0) results.push(await runTests(runtime, unit, { show }));
  results.push(await runBrowserTests(runtime, browser));
  const ran = results.filter((result) => result !== undefined);
  const sum = (name) => ran.reduce((total, result) => total + result[name], 0);
  const ok = ran.length > 0 && ran.every((result) => result.ok);
  show(`\n${sum('tests')} tests, ${sum('failed')} failed, ${sum('skipped')} skipped: ${ok ? 'ok' : 'FAILED'}\n`);
  return ok ? 0 : 1;
};

main().then((code) => process.exit(code), fail);
