import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';
import { builtInCatalogue } from '#build/models';
import { serveConfigSchema } from '#run/serve/contract';
import { readRepository } from '../architecture/repository.ts';
import { blocksOf } from './blocks.ts';

const page = readRepository().find(({ path }) => path === 'docs/how-to/run-the-gateway.md');
const projectPart = z.object({ serve: serveConfigSchema });

test('the routes of the page about the gateway are valid, and their models are in the catalogue', () => {
  assert.ok(page !== undefined);
  const ids = new Set(builtInCatalogue.map(({ id }) => id));
  const gateways = blocksOf(page)
    .filter(({ language }) => language === 'yaml')
    .map(({ code }) => projectPart.parse(parse(code)).serve.gateway);
  assert.ok(gateways.length > 1);
  for (const { models, routes } of gateways) {
    const named = [...models, ...Object.values(routes).flatMap(({ targets }) => targets.map(({ model }) => model))];
    for (const id of named) assert.ok(ids.has(id), id);
  }
});
