import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExperimentRun } from './contract.ts';
import { exportMlflow } from './export-mlflow.ts';
import { postMlflow } from './post-mlflow.ts';
import type { MlflowRequest } from './port.ts';

const run: ExperimentRun = {
  runName: 'basic',
  candidateId: 'c',
  candidateName: 'basic',
  scorecard: 's',
  cases: 40,
  artifacts: [],
  params: Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`p${index}`, 'x'.repeat(7000)])),
  metrics: { 'answer-accuracy': { value: 0.5, low: 0.4, high: 0.6, level: 0.95, n: 40, method: 'wilson' } },
  tags: { 'mlflow.source.git.commit': 'abc' },
};
const input = {
  run,
  experiment: 'manual desk',
  at: 1000,
  root: 'file:///mlruns',
  artifacts: { 'strategy.json': '{}' },
};

/** Follows the rules of the tracking server: batch limits, existing experiments, proxied artifacts. */
const fakeServer = (uri = 'mlflow-artifacts:/1/r/artifacts') => {
  const calls: MlflowRequest[] = [];
  const reply = ({ path, body = '' }: MlflowRequest): { status: number; body: string } => {
    if (path.includes('get-by-name')) return { status: 404, body: '{"error_code":"RESOURCE_DOES_NOT_EXIST"}' };
    if (path.endsWith('experiments/create')) return { status: 200, body: '{"experiment_id":"1"}' };
    if (path.endsWith('runs/create'))
      return { status: 200, body: JSON.stringify({ run: { info: { run_id: 'r', artifact_uri: uri } } }) };
    if (path.endsWith('log-batch') && (body.match(/"key"/g)?.length ?? 0) > 1000)
      return { status: 400, body: 'too many' };
    return { status: 200, body: '' };
  };
  return { calls, mlflowHttp: async (request: MlflowRequest) => (calls.push(request), reply(request)) };
};

test('a run is created, logged in batches within the limits, ended, and its artifacts are stored', async () => {
  const server = fakeServer();
  const posted = await postMlflow(server, input);
  assert.deepEqual(posted, { ok: true, value: 'r' });
  assert.deepEqual(
    server.calls.map(({ method, path }) => `${method} ${path.replace('/api/2.0/mlflow', '')}`),
    [
      'GET /experiments/get-by-name?experiment_name=manual%20desk',
      'POST /experiments/create',
      'POST /runs/create',
      'POST /runs/log-batch',
      'POST /runs/log-batch',
      'POST /runs/log-batch',
      'POST /runs/log-batch',
      'PUT -artifacts/artifacts/1/r/artifacts/strategy.json',
      'POST /runs/update',
    ],
  );
  assert.ok(server.calls.every(({ body = '' }) => body.length < 1_000_000));
});

test('artifacts that the server does not store itself are left out, and a refusal is a fault', async () => {
  const local = fakeServer('file:///elsewhere');
  assert.ok((await postMlflow(local, input)).ok);
  assert.ok(!local.calls.some(({ method }) => method === 'PUT'));
  const refused = await postMlflow({ mlflowHttp: async () => ({ status: 403, body: 'no' }) }, input);
  assert.ok(!refused.ok && refused.error.code === 'EXPERIMENTS_MLFLOW_REFUSED' && refused.error.what.includes('403'));
  const nonsense = await postMlflow({ mlflowHttp: async () => ({ status: 200, body: '<html>' }) }, input);
  assert.ok(!nonsense.ok);
});

test('exporting twice gives the same files, and keys cannot leave the folder', () => {
  const files = exportMlflow({ ...input, run: { ...run, params: { '../../x': '1' } } });
  assert.deepEqual(files, exportMlflow({ ...input, run: { ...run, params: { '../../x': '1' } } }));
  assert.ok(files.every(({ path }) => !path.includes('..')));
  assert.match(files.find(({ path }) => path.endsWith('metrics/answer-accuracy'))?.content ?? '', /^1000 0\.5 0\n$/);
});
