import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { exportMlflow } from './export-mlflow.ts';
import type { ExperimentRun } from './contract.ts';

const exec = promisify(execFile);

const run: ExperimentRun = {
  runName: 'basic-rag',
  candidateId: 'c',
  candidateName: 'basic-rag',
  scorecard: 's',
  cases: 40,
  artifacts: [{ path: 'strategy.json', hash: 'h' }],
  params: { 'retrieval.mode': 'hybrid', description: 'a: "quoted"\nsecond line' },
  metrics: { 'answer-accuracy': { value: 0.5, low: 0.4, high: 0.6, level: 0.95, n: 40, method: 'wilson' } },
  tags: { 'mlflow.source.git.commit': 'abc', 'throughline.git.dirty': 'true' },
  git: { commit: 'abc', dirty: true },
};

const script = `
import json, sys
from mlflow.tracking import MlflowClient
client = MlflowClient(tracking_uri=sys.argv[1])
experiment = client.get_experiment_by_name("manual: desk")
[run] = client.search_runs([experiment.experiment_id])
print(json.dumps({
  "name": run.info.run_name, "status": run.info.status, "metrics": run.data.metrics, "params": run.data.params, "tags": run.data.tags,
  "artifacts": [item.path for item in client.list_artifacts(run.info.run_id)],
  "history": [[m.value, m.timestamp, m.step] for m in client.get_metric_history(run.info.run_id, "answer-accuracy")],
}))
`;

/** A Python with MLflow in a folder of its own, or why there is none. */
const installMlflow = async (folder: string): Promise<{ readonly python: string } | { readonly missing: string }> => {
  const python = join(folder, 'venv', 'bin', 'python');
  try {
    await exec('python3', ['-m', 'venv', join(folder, 'venv')]);
    await exec(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'mlflow-skinny'], {
      timeout: 240_000,
    });
    return { python };
  } catch (error) {
    return { missing: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
};

test('the real MLflow client reads the exported folder', { timeout: 300_000 }, async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'throughline mlflow '));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const installed = await installMlflow(folder);
  if ('missing' in installed) return context.skip(`MLflow cannot be installed here: ${installed.missing}`);
  const mlruns = join(folder, 'mlruns');
  const root = pathToFileURL(mlruns).href;
  for (const { path, content } of exportMlflow({
    run,
    experiment: 'manual: desk',
    at: 1_750_000_000_000,
    root,
    artifacts: { 'strategy.json': '{}' },
  })) {
    const target = join(mlruns, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  // Newer versions keep the file store behind this switch.
  const env = {
    ...process.env,
    MLFLOW_ALLOW_FILE_STORE: 'true',
    MLFLOW_DISABLE_TELEMETRY: 'true',
    DO_NOT_TRACK: 'true',
  };
  const { stdout } = await exec(installed.python, ['-W', 'ignore', '-c', script, root], { env, timeout: 120_000 });
  const read: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  assert.deepEqual(read, {
    name: 'basic-rag',
    status: 'FINISHED',
    metrics: {
      cases: 40,
      'answer-accuracy': 0.5,
      'answer-accuracy.low': 0.4,
      'answer-accuracy.high': 0.6,
      'answer-accuracy.n': 40,
    },
    params: run.params,
    tags: { ...run.tags, 'mlflow.runName': 'basic-rag' },
    artifacts: ['strategy.json'],
    history: [[0.5, 1_750_000_000_000, 0]],
  });
});
