import { z } from 'zod';
import { err, ok, type Fault, type Result } from '#kernel';
import { experimentsFault } from './errors.ts';
import { mlflowMetrics, mlflowTags, type ExportMlflowInput } from './export-mlflow.ts';
import type { MlflowHttpDep, MlflowRequest } from './port.ts';

const experimentReply = z.object({ experiment: z.object({ experiment_id: z.string() }) });
const createdReply = z.object({ experiment_id: z.string() });
const runReply = z.object({
  run: z.object({ info: z.object({ run_id: z.string(), artifact_uri: z.string().default('') }) }),
});

/** Limits of one `log-batch` call. */
const batchSizes = { metrics: 500, params: 100, tags: 100 } as const;
const maximumValue = 6000;

const call = async <Reply>(
  { mlflowHttp }: MlflowHttpDep,
  request: MlflowRequest,
  schema: z.ZodType<Reply>,
): Promise<Result<Reply, Fault>> => {
  const { status, body } = await mlflowHttp(request);
  const refused = (reply: string) =>
    err(
      experimentsFault('EXPERIMENTS_MLFLOW_REFUSED', {
        status,
        call: request.path.split('?')[0] ?? '',
        reply: reply.slice(0, 500),
      }),
    );
  if (status >= 300) return refused(body);
  const parsed = z
    .string()
    .transform((text) => (text.trim() === '' ? {} : parseJson(text)))
    .pipe(schema)
    .safeParse(body);
  return parsed.success ? ok(parsed.data) : refused('the reply is not what MLflow documents');
};

/** JSON, or nothing that any schema accepts. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const post = (path: string, body: unknown): MlflowRequest => ({
  method: 'POST',
  path: `/api/2.0/mlflow/${path}`,
  body: JSON.stringify(body),
  contentType: 'application/json',
});

const findExperiment = async (deps: MlflowHttpDep, name: string): Promise<Result<string, Fault>> => {
  const path = `/api/2.0/mlflow/experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`;
  const found = await call(deps, { method: 'GET', path }, experimentReply);
  if (found.ok) return ok(found.value.experiment.experiment_id);
  if (found.error.details['status'] !== 404) return found;
  const created = await call(deps, post('experiments/create', { name }), createdReply);
  return created.ok ? ok(created.value.experiment_id) : created;
};

const chunks = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

const pairs = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value: value.slice(0, maximumValue) }));

const batches = ({ run, at }: ExportMlflowInput): readonly Readonly<Record<string, unknown>>[] => {
  const metrics = Object.entries(mlflowMetrics(run)).map(([key, value]) => ({ key, value, timestamp: at, step: 0 }));
  return [
    ...chunks(metrics, batchSizes.metrics).map((part) => ({ metrics: part })),
    ...chunks(pairs(run.params), batchSizes.params).map((part) => ({ params: part })),
    ...chunks(pairs(mlflowTags(run)), batchSizes.tags).map((part) => ({ tags: part })),
  ];
};

const putArtifacts = async (
  deps: MlflowHttpDep,
  uri: string,
  { artifacts }: ExportMlflowInput,
): Promise<Result<unknown, Fault>> => {
  // Only a server that stores artifacts itself takes them; any other place is its owner's to write to.
  if (!uri.startsWith('mlflow-artifacts:/')) return ok(undefined);
  const folder = uri.slice('mlflow-artifacts:'.length).replace(/^\/+/, '');
  for (const [name, body] of Object.entries(artifacts)) {
    const path = `/api/2.0/mlflow-artifacts/artifacts/${folder}/${encodeURIComponent(name)}`;
    const put = await call(deps, { method: 'PUT', path, body, contentType: 'application/octet-stream' }, z.unknown());
    if (!put.ok) return put;
  }
  return ok(undefined);
};

/** Sends a run to a tracking server; gives its run id there. A server that stores artifacts itself gets them too. */
export const postMlflow = async (deps: MlflowHttpDep, input: ExportMlflowInput): Promise<Result<string, Fault>> => {
  const { run, experiment, at } = input;
  const experimentId = await findExperiment(deps, experiment);
  if (!experimentId.ok) return experimentId;
  const wanted = { experiment_id: experimentId.value, run_name: run.runName, start_time: at };
  const created = await call(deps, post('runs/create', wanted), runReply);
  if (!created.ok) return created;
  const { run_id: runId, artifact_uri: uri } = created.value.run.info;
  for (const batch of batches(input)) {
    const logged = await call(deps, post('runs/log-batch', { run_id: runId, ...batch }), z.unknown());
    if (!logged.ok) return logged;
  }
  const stored = await putArtifacts(deps, uri, input);
  if (!stored.ok) return stored;
  const ended = await call(deps, post('runs/update', { run_id: runId, status: 'FINISHED', end_time: at }), z.unknown());
  return ended.ok ? ok(runId) : ended;
};
