#!/usr/bin/env node
// Runs TypeScript files of this repository on the packaged runtime: `node bin/run.mjs FILE [arguments]`.
import { spawn } from 'node:child_process';
import { fail } from './fail.mjs';
import { prepare } from './prepare.mjs';

const main = async () => {
  const runtime = await prepare();
  const child = spawn(runtime, ['--disable-warning=ExperimentalWarning', ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.on('SIGINT', () => undefined);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
};

main().then((code) => process.exit(code), fail);
