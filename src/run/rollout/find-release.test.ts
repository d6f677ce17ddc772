import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordsDep, StoredRecord } from '#kernel';
import { testCandidate } from '#run/serve/testing';
import { findRelease } from './find-release.ts';

const stored = (type: string, hash: string, body: unknown): StoredRecord => ({
  type,
  hash,
  body,
  stage: 'rollout',
  createdAt: '',
  runId: undefined,
  inputs: [],
});

const release = (name: string, hash: string): StoredRecord =>
  stored('rollout/release', hash, { candidate: testCandidate(name), readiness: 'r', parts: {} });

/** Newest first, as the store lists them. */
const find = async (text: string, all: readonly StoredRecord[]): Promise<string> => {
  const list: RecordsDep['records']['list'] = async ({ type }) => all.filter((record) => record.type === type);
  const found = await findRelease({ records: { list } }, text);
  return found.ok ? found.value : `${found.error.code}: ${found.error.what} ${found.error.why} ${found.error.remedy}`;
};

const releases = [release('basic-rag', 'abcdef02'), release('extractive', 'abcdef01')];

test('a release is found by the beginning of its hash or by its name, the newest first', async () => {
  assert.equal(await find('abcdef01', releases), 'abcdef01');
  assert.equal(await find('basic-rag', releases), 'abcdef02');
  assert.equal(await find('extractive', [release('extractive', 'abcdef03'), ...releases]), 'abcdef03');
});

test('a candidate that was never released is told from a name that nobody knows', async () => {
  const all = [...releases, stored('strategy/candidate', 'c', testCandidate('agent'))];
  const says = await find('agent', all);
  assert.match(says, /^ROLLOUT_NEVER_RELEASED: "agent" is a candidate that was never released\./);
  assert.match(says, /readiness gates/);
  assert.match(says, /throughline ask --model agent/);
  assert.match(await find('agnet', all), /^ROLLOUT_RELEASE_UNKNOWN: .*basic-rag \(abcdef02\), extractive \(abcdef01\)/);
  assert.match(await find('agnet', []), /there is none yet/);
});

test('a hash that begins two releases is not guessed', async () => {
  assert.match(await find('abcdef', releases), /^ROLLOUT_RELEASE_UNKNOWN/);
});

test('a worse copy that a simulation made is no release that a person can start', async () => {
  const candidate = { ...testCandidate('extractive-worse'), origin: 'simulated-regression' };
  const worse = stored('rollout/release', 'badbad01', { candidate, readiness: 'r', parts: {} });
  for (const text of ['extractive-worse', 'badbad01'])
    assert.match(await find(text, [worse, ...releases]), /^ROLLOUT_RELEASE_UNKNOWN: (?!.*extractive-worse \()/);
});
