import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { cliCommands } from '../../src/program/cli-commands.ts';
import { readCatalogues } from '../architecture/read-catalogues.ts';
import { readRepository, root } from '../architecture/repository.ts';
import { allBlocks, blocksOf } from './blocks.ts';
import { flagsOf, namedCommands, shellCommands, unknownCommands, type Known } from './shell-commands.ts';

const repository = readRepository();
const packageSchema = z.object({ scripts: z.record(z.string(), z.string()) });
const { scripts } = packageSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const known: Known = {
  commands: cliCommands.map(({ name, options }) => ({ name, flags: flagsOf(options) })),
  scripts: Object.keys(scripts),
};

test('the commands of the documents exist, with their options', () => {
  assert.deepEqual(unknownCommands(shellCommands(allBlocks(repository)), known), []);
});

test('the commands that faults name exist', async () => {
  const sentences = (await readCatalogues(repository)).flatMap(({ catalogue }) =>
    Object.entries(catalogue).flatMap(([code, { why, remedy }]) => [why, remedy].map((text) => [code, text] as const)),
  );
  assert.deepEqual(
    unknownCommands(
      sentences.flatMap(([code, text]) => namedCommands(code, text)),
      known,
    ),
    [],
  );
});

test('the example of each command is a command', () => {
  const examples = cliCommands.map(({ name, example }) => ({ path: name, line: 1, language: 'sh', code: example }));
  assert.deepEqual(unknownCommands(shellCommands(examples), known), []);
  assert.ok(examples.every(({ code }) => code.includes('throughline ')));
});

const few: Known = {
  commands: [
    { name: 'run', flags: flagsOf() },
    { name: 'models pull', flags: flagsOf([{ flags: '-f, --from <source>' }]) },
  ],
  scripts: ['start'],
};
const judge = (...lines: readonly string[]): readonly string[] =>
  unknownCommands(shellCommands(blocksOf({ path: 'a.md', content: `\`\`\`sh\n${lines.join('\n')}\n\`\`\`\n` })), few);

test('wrong commands are found', () => {
  assert.deepEqual(judge('throughline rnu'), ['a.md:2: there is no command "rnu"']);
  assert.deepEqual(judge('cd x && npx throughline models push y'), ['a.md:2: there is no command "models push"']);
  assert.deepEqual(judge('throughline run --fast | jq .'), ['a.md:2: "run" has no option --fast']);
  assert.deepEqual(judge('PORT=1 npm run strat'), ['a.md:2: package.json has no script "strat"']);
  assert.equal(unknownCommands(namedCommands('CODE', 'Get it: throughline models fetch NAME.'), few).length, 1);
});

test('right commands pass', () => {
  const lines = [
    '# throughline nothing',
    '$ throughline run evaluate --json --project "a b; c"',
    'node bin/throughline.mjs models pull \\',
    '  x -f y',
    'PORT=4000 npm start',
    'npm ci',
    'throughline --help',
    'curl localhost | jq .',
  ];
  assert.deepEqual(judge(...lines), []);
});
