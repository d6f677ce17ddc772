#!/usr/bin/env node
// The command `throughline`. Plain JavaScript for Node 18 or newer; goes on in src/cli.ts on Node 24 or newer.
import { enableCompileCache } from './compile-cache.mjs';
import { followParent } from './parent.mjs';
import { findRuntime, isNewEnough, missingHelp, packageFolder, root, runBin } from './runtime.mjs';
import { fileURLToPath } from 'node:url';

const fail = (what) => {
  process.stderr.write(missingHelp(what));
  process.exitCode = 1;
};

const hushExperimentalWarnings = () => {
  const printers = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') for (const print of printers) print(warning);
  });
};

if (isNewEnough(process.version)) {
  followParent();
  hushExperimentalWarnings();
  if (packageFolder('commander') === undefined) fail('its packages are not installed.');
  else {
    enableCompileCache(root);
    await import('../src/cli.ts');
  }
} else {
  const runtime = findRuntime();
  if (runtime === undefined) fail(`it needs Node 24 or newer; this is ${process.version} and no newer one was found.`);
  else process.exitCode = await runBin(runtime, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
}
