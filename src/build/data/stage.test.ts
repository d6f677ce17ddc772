import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Fault, RecordDraft, Result } from '#kernel';
import { createBlobs } from '#platform/blobs';
import { createFiles } from '#platform/files';
import { dataConfigSchema, datasetSchema, qualityReportSchema } from './contract.ts';
import { dataStage } from './index.ts';

const policy = {
  owner: 'Docs',
  classification: 'public',
  lawfulBasis: 'not-personal',
  retention: 'P30D',
  allowedUses: ['retrieval'],
  licence: 'MIT',
  personalData: 'mask',
};

type Policy = Readonly<Record<string, unknown>>;

interface World {
  readonly write: (path: string, content: string | Uint8Array) => Promise<void>;
  readonly run: (options?: {
    config?: object;
    policies?: Readonly<Record<string, Policy>>;
    commit?: string;
  }) => Promise<Result<readonly RecordDraft[], Fault>>;
  readonly watch: () => Promise<Readonly<Record<string, string>>>;
  readonly text: (hash: string) => Promise<string>;
}

const createWorld = async (context: TestContext): Promise<World> => {
  const root = await mkdtemp(join(tmpdir(), 'data-'));
  context.after(() => rm(root, { recursive: true }));
  const files = createFiles(root);
  const blobs = createBlobs(join(root, 'blobs'));
  const parse = (config: object = {}) =>
    dataConfigSchema.parse({ sources: [{ id: 'docs', path: 'pkg/docs' }], ...config });
  const deps = { files, blobs, progress: () => undefined };
  return {
    write: async (path, content) => {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    },
    run: ({ config, policies = { docs: policy }, commit } = {}) =>
      dataStage.run(commit === undefined ? deps : { ...deps, gitCommit: async () => commit }, {
        config: parse(config),
        projectName: 'p',
        runId: 'r',
        signal: AbortSignal.timeout(20_000),
        read: () =>
          JSON.parse(
            JSON.stringify([{ hash: 'policy-hash', type: 'govern/policy', body: { sources: policies }, inputs: [] }]),
          ),
      }),
    watch: async () => (await dataStage.watch?.(deps, { config: parse(), projectRoot: root })) ?? {},
    text: async (hash) => new TextDecoder().decode(await blobs.get(hash)),
  };
};

const body = 'A page with enough words to count as one, and then some more.';

const recordsOf = async (world: World, options: Parameters<World['run']>[0] = {}) => {
  const drafts = await world.run(options);
  assert.ok(drafts.ok, drafts.ok ? '' : drafts.error.what);
  const [report, dataset] = drafts.value;
  assert.deepEqual([report?.type, dataset?.type], ['data/quality-report', 'data/dataset']);
  assert.equal(dataset?.inputs[0], 'policy-hash');
  return { report: qualityReportSchema.parse(report?.body), dataset: datasetSchema.parse(dataset?.body) };
};

const faultOf = async (world: World, options: Parameters<World['run']>[0] = {}): Promise<Fault> => {
  const drafts = await world.run(options);
  assert.ok(!drafts.ok);
  return drafts.error;
};

test('a folder becomes a dataset with origin, headings and text', async (context) => {
  const world = await createWorld(context);
  await world.write('pkg/package.json', '{"name":"manual","version":"1.2.3"}');
  await world.write('pkg/docs/a.md', `# A\n\n${body}\n`);
  await world.write('pkg/docs/sub/b.html', `<main><h1>B</h1><p>${body}</p></main>`);
  const { dataset, report } = await recordsOf(world, { commit: 'abc123' });
  assert.deepEqual(
    dataset.documents.map(({ id, title }) => [id, title]),
    [
      ['docs/a.md', 'A'],
      ['docs/sub/b.html', 'B'],
    ],
  );
  const [first] = dataset.documents;
  assert.deepEqual(first?.origin, { package: 'manual', version: '1.2.3', commit: 'abc123' });
  assert.deepEqual(first?.headings, [{ text: 'A', level: 1, offset: 0 }]);
  assert.equal(await world.text(first?.textHash ?? ''), `# A\n\n${body}\n`);
  assert.deepEqual(report.findings, []);
  assert.equal((await recordsOf(world)).dataset.version, dataset.version);
});

test('hostile files are findings, and the rest is read', async (context) => {
  const world = await createWorld(context);
  await world.write('pkg/docs/good.md', body);
  await world.write('pkg/docs/twin.md', body);
  await world.write(
    'pkg/docs/binary.md',
    Uint8Array.from({ length: 3000 }, (_, index) => (index * 7919) % 251),
  );
  await world.write('pkg/docs/deep.html', '<div>'.repeat(50_000));
  await world.write('pkg/docs/line.txt', 'x'.repeat(9000));
  await world.write('pkg/docs/odd.md', Buffer.concat([Buffer.from(body.repeat(9)), Buffer.from([0xff])]));
  await world.write('pkg/docs/nothing.md', '');
  await world.write('pkg/docs/broken.mdx', `<Note a={ {\n\n${body}\n\n[next](./gone.mdx)`);
  const { dataset, report } = await recordsOf(world, {
    config: { quality: { maximumBadShare: 0.9, maximumCharacters: 1000 } },
  });
  assert.deepEqual(
    dataset.documents.map(({ path }) => path),
    ['broken.mdx', 'good.md', 'odd.md', 'twin.md'],
  );
  assert.deepEqual(
    report.findings.map(({ documentId, check, severity }) => `${documentId} ${check} ${severity}`),
    [
      'docs/binary.md unreadable blocking',
      'docs/deep.html long blocking',
      'docs/line.txt long blocking',
      'docs/nothing.md empty blocking',
      'docs/broken.mdx broken-link warning',
      'docs/odd.md encoding warning',
      'docs/twin.md duplicate warning',
    ],
  );
  assert.equal(report.documents, 8);
  assert.equal((await faultOf(world)).code, 'DATA_QUALITY_BELOW_THRESHOLD');
});

test('the policy decides what happens to personal data', async (context) => {
  const world = await createWorld(context);
  await world.write('pkg/docs/a.md', `${body} Ask jane@acme.io.`);
  const under = (personalData: string) => ({ policies: { docs: { ...policy, personalData } } });
  const masked = (await recordsOf(world)).dataset.documents[0];
  assert.equal(await world.text(masked?.textHash ?? ''), `${body} Ask [EMAIL].\n`);
  assert.deepEqual(masked?.personalData, { email: 1 });
  const kept = (await recordsOf(world, under('keep'))).dataset.documents[0];
  assert.match(await world.text(kept?.textHash ?? ''), /jane@acme\.io/);
  const dropped = await recordsOf(world, under('drop-document'));
  assert.equal(dropped.dataset.documents.length, 0);
  assert.equal(dropped.report.findings[0]?.check, 'personal-data');
  const failed = await faultOf(world, under('fail'));
  assert.equal(failed.code, 'DATA_PERSONAL_DATA_FOUND');
  assert.ok(!JSON.stringify(failed).includes('jane'));
});

test('a source that is missing, empty or without a policy stops the run with its name', async (context) => {
  const world = await createWorld(context);
  assert.equal((await faultOf(world)).code, 'DATA_SOURCE_MISSING');
  await world.write('pkg/docs/image.png', 'x');
  const empty = await faultOf(world);
  assert.equal(empty.code, 'DATA_SOURCE_EMPTY');
  assert.match(empty.what, /pkg\/docs/);
  assert.equal((await faultOf(world, { policies: {} })).code, 'GOVERN_POLICY_MISSING');
  assert.equal(
    (await faultOf(world, { policies: { docs: { ...policy, allowedUses: ['display'] } } })).code,
    'GOVERN_USE_NOT_ALLOWED',
  );
});

test('the fingerprint follows the content, and nothing else', async (context) => {
  const world = await createWorld(context);
  await world.write('pkg/docs/a.md', 'one');
  const before = await world.watch();
  await world.write('pkg/docs/a.md', 'one');
  assert.deepEqual(await world.watch(), before);
  await world.write('pkg/docs/a.md', 'two');
  assert.notDeepEqual(await world.watch(), before);
});
