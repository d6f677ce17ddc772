import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';
import { builtInCatalogue, createModels, findCard, modelsConfigSchema, wireOf, type ModelsConfig } from '#build/models';
import { fakeInference, fakeWeights } from '../../src/build/models/fake-deps.ts';
import { readRepository } from '../architecture/repository.ts';
import { blocksOf, type Block } from './blocks.ts';

const pages = readRepository().filter(({ path }) => /^docs\/how-to\/providers\/[\w-]+\.md$/.test(path));

const projectSchema = z.looseObject({
  models: modelsConfigSchema.prefault({}),
  serve: z
    .looseObject({ gateway: z.looseObject({ models: z.array(z.string()).default([]) }).prefault({}) })
    .prefault({}),
});

const variablesOf = (blocks: readonly Block[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(({ code }) => [...code.matchAll(/^export ([A-Z_0-9]+)=(\S+)$/gm)])
      .map(([, name = '', value = '']) => [name, value]),
  );

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const secretFile = JSON.stringify({
  type: 'service_account',
  project_id: 'project',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  client_email: 'somebody@project.iam.gserviceaccount.com',
});

const openModels = (config: ModelsConfig, variables: Readonly<Record<string, string>>, asked: string[]) =>
  createModels(
    {
      ...fakeWeights(),
      ...fakeInference('unused'),
      clock: { now: () => Date.now(), monotonic: () => performance.now() },
      environment: { read: (name) => variables[name] },
      files: {
        read: async () => undefined,
        readText: async () => secretFile,
        write: async () => {},
        glob: async () => [],
        exists: async () => true,
        size: async () => 0,
        resolve: (path) => path,
      },
      http: {
        fetch: async (url) => {
          if (url.endsWith('/token')) return Response.json({ access_token: 'token', expires_in: 3599 });
          asked.push(url);
          return Response.json({ message: 'Not in a test.' }, { status: 400 });
        },
      },
    },
    config,
  ).models;

/** Whether a provider is asked with these variables; what it answers is not looked at. */
const isAsked = async (config: ModelsConfig, id: string, variables: Readonly<Record<string, string>>) => {
  const asked: string[] = [];
  const models = openModels(config, variables, asked);
  const card = findCard(config, id);
  assert.ok(card.ok, `${id} is in no catalogue`);
  if (card.value.task === 'chat') {
    const model = await models.chat(id);
    if (model.ok)
      await model.value.complete({ messages: [{ role: 'user', content: 'Hi.' }], maxTokens: 5, temperature: 0 });
  } else {
    const model = await models.embedding(id);
    if (model.ok) await model.value.embed(['Hi.'], { kind: 'query' });
  }
  return asked.length > 0;
};

const projectsOf = (blocks: readonly Block[]) =>
  blocks.filter(({ language }) => language === 'yaml').map(({ code }) => projectSchema.parse(parse(code)));

const wantedOf = (blocks: readonly Block[]) =>
  projectsOf(blocks).flatMap(({ models, serve }) =>
    [...models.chat, ...models.embedding, ...serve.gateway.models].map((id) => ({ models, id })),
  );

test('every provider of the catalogue that is reached over a network has a page', () => {
  const remote = new Set(builtInCatalogue.filter(wireOf).map(({ provider }) => provider));
  const shown = pages.flatMap((page) =>
    wantedOf(blocksOf(page)).flatMap(({ models, id }) => {
      const card = findCard(models, id);
      return card.ok ? [card.value.provider] : [];
    }),
  );
  assert.deepEqual([...new Set(shown)].toSorted(), [...remote].toSorted());
});

for (const page of pages)
  test(`${page.path}: its lines switch the provider on`, async () => {
    const blocks = blocksOf(page);
    const variables = variablesOf(blocks);
    const wanted = wantedOf(blocks);
    assert.ok(wanted.length > 0);
    for (const { models, id } of wanted) assert.equal(await isAsked(models, id, variables), true, `${id} is not asked`);
    const needsKeys = Object.keys(variables).length > 0;
    const [first] = wanted;
    if (needsKeys && first !== undefined) assert.equal(await isAsked(first.models, first.id, {}), false);
  });
