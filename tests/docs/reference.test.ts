import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { root } from '../architecture/repository.ts';
import { renderCommands } from './reference/command-page.ts';
import { renderErrors } from './reference/error-page.ts';
import { referencePages } from './reference/pages.ts';
import { schemaRows } from './reference/schema-rows.ts';

for (const [name, text] of Object.entries(await referencePages())) {
  test(`docs/reference/${name} is what the program says`, () => {
    const path = join(root, 'docs', 'reference', name);
    assert.ok(
      existsSync(path) && readFileSync(path, 'utf8') === text,
      `docs/reference/${name} is out of date: npm run docs`,
    );
  });
}

test('a schema is told key by key', () => {
  const schema = z.strictObject({
    name: z.string(),
    limit: z.number().int().min(1).max(9).default(3),
    sources: z.array(z.strictObject({ kind: z.enum(['a', 'b']).optional() })).min(1),
    owners: z.record(z.string(), z.strictObject({ mail: z.string() })).default({}),
  });
  assert.deepEqual(
    schemaRows(schema).map(({ key, type, preset }) => [key, type, preset]),
    [
      ['name', 'string', 'required'],
      ['limit', 'integer ≥ 1, ≤ 9', '3'],
      ['sources', 'list of object, at least 1', 'required'],
      ['sources[].kind', '"a" or "b"', ''],
      ['owners', 'object', '{}'],
      ['owners.<id>.mail', 'string', 'required'],
    ],
  );
});

test('the keys of all variants of a union are told', () => {
  const schema = z.object({
    step: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('a'), x: z.number() }),
      z.object({ kind: z.literal('b'), y: z.string() }),
    ]),
  });
  assert.deepEqual(
    schemaRows(schema).map(({ key, type }) => `${key}: ${type}`),
    ['step: object', 'step.kind: "a"', 'step.x: number', 'step.kind: "b"', 'step.y: string'],
  );
});

test('faults are told in lifecycle order, with what to do', () => {
  const entry = { what: 'W', why: 'Y', remedy: 'R', status: 422, retryable: false };
  const page = renderErrors([
    { path: 'src/run/serve/errors.ts', catalogue: { SERVE_A: entry } },
    { path: 'src/plan/charter/errors.ts', catalogue: { CHARTER_A: entry } },
  ]);
  assert.ok(page.indexOf('### CHARTER_A') < page.indexOf('### SERVE_A'));
  assert.match(page, /- What to do: R/);
});

test('a command is told with its options', () => {
  const options = [{ flags: '--limit <n>', description: 'How many', default: '5' }];
  assert.match(
    renderCommands([{ name: 'x y', description: 'D', example: 'throughline x y', options }]),
    /\| `--limit <n>` \| How many \| `5` \|/,
  );
});
