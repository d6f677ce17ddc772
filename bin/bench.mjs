#!/usr/bin/env node
// `npm run bench [names]`: runs benchmarks/*.ts one after the other, each in a process of its own.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from './fail.mjs';
import { prepare } from './prepare.mjs';
import { root } from './runtime.mjs';

const main = async () => {
  const runtime = await prepare();
  const asked = process.argv.slice(2);
  const all = readdirSync(join(root, 'benchmarks'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort();
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no benchmark ${unknown.join(', ')}. There are: ${all.join(', ') || 'none'}.`);
  let code = 0;
  for (const name of asked.length > 0 ? asked : all) {
    process.stdout.write(`\n== ${name}\n`);
    const file = join(root, 'benchmarks', `${name}.ts`);
    const { status } = spawnSync(runtime, ['--disable-warning=ExperimentalWarning', file], {
      cwd: root,
      stdio: 'inherit',
    });
    code ||= status ?? 1;
  }
  return code;
};

main().then((code) => process.exit(code), fail);
