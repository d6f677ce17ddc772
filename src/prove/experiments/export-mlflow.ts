import { sha256 } from '#kernel';
import type { ExperimentRun } from './contract.ts';

/** A file of the folder, relative to its root. */
export interface MlflowFile {
  readonly path: string;
  readonly content: string;
}

export interface ExportMlflowInput {
  readonly run: ExperimentRun;
  /** Name of the experiment, usually the project's. */
  readonly experiment: string;
  /** Milliseconds since 1970 at which the run was made. */
  readonly at: number;
  /** URI of the folder the files will lie in, for instance `file:///srv/mlruns`. */
  readonly root: string;
  /** Contents of the run's artifacts, by path. */
  readonly artifacts: Readonly<Record<string, string>>;
}

/** Stable ids, so that exporting twice overwrites and does not double. */
const experimentIdOf = (name: string): string => String(BigInt(`0x${sha256(name).slice(0, 14)}`));
const runIdOf = (experiment: string, run: ExperimentRun): string =>
  sha256(`${experiment} ${run.candidateId} ${run.scorecard}`).slice(0, 32);

const yamlLine = (key: string, value: string | number): string =>
  `${key}: ${typeof value === 'number' ? value : JSON.stringify(value)}\n`;

const yaml = (values: Readonly<Record<string, string | number>>, more = ''): string =>
  Object.entries(values)
    .map(([key, value]) => yamlLine(key, value))
    .join('') + more;

/** MLflow allows letters, digits, `_ - . space : /` in keys, which are file names here. */
const safeKey = (key: string): string => key.replaceAll(/[^\w\-. :/]/g, '_').replaceAll('..', '_');

/** Value and both ends of the interval, since MLflow knows bare numbers only. */
export const mlflowMetrics = ({ metrics, cases }: ExperimentRun): Readonly<Record<string, number>> =>
  Object.fromEntries([
    ['cases', cases],
    ...Object.entries(metrics).flatMap(([metric, { value, low, high, n }]) => [
      [metric, value] as const,
      [`${metric}.low`, low] as const,
      [`${metric}.high`, high] as const,
      [`${metric}.n`, n] as const,
    ]),
  ]);

export const mlflowTags = ({ tags, runName }: ExperimentRun): Readonly<Record<string, string>> => ({
  ...tags,
  'mlflow.runName': runName,
});

const entries = (folder: string, values: Readonly<Record<string, string>>): readonly MlflowFile[] =>
  Object.entries(values).map(([key, content]) => ({ path: `${folder}/${safeKey(key)}`, content }));

const runMeta = (input: ExportMlflowInput, ids: { readonly experiment: string; readonly run: string }): string =>
  yaml(
    {
      artifact_uri: `${input.root}/${ids.experiment}/${ids.run}/artifacts`,
      end_time: input.at,
      entry_point_name: '',
      experiment_id: ids.experiment,
      lifecycle_stage: 'active',
      run_id: ids.run,
      run_name: input.run.runName,
      run_uuid: ids.run,
      source_name: '',
      source_type: 4,
      source_version: input.run.git?.commit ?? '',
      start_time: input.at,
      status: 3,
      user_id: 'throughline',
    },
    'tags: []\n',
  );

/**
 * A run as the files of MLflow's file store: lay them below `mlruns`, or copy them into an existing one. Only finished,
 * active runs are written.
 */
export const exportMlflow = (input: ExportMlflowInput): readonly MlflowFile[] => {
  const { run, experiment, at, root, artifacts } = input;
  const ids = { experiment: experimentIdOf(experiment), run: runIdOf(experiment, run) };
  const folder = `${ids.experiment}/${ids.run}`;
  const experimentMeta = yaml({
    artifact_location: `${root}/${ids.experiment}`,
    creation_time: at,
    experiment_id: ids.experiment,
    last_update_time: at,
    lifecycle_stage: 'active',
    name: experiment,
  });
  const metricLines = Object.fromEntries(
    Object.entries(mlflowMetrics(run)).map(([key, value]) => [key, `${at} ${value} 0\n`]),
  );
  return [
    { path: `${ids.experiment}/meta.yaml`, content: experimentMeta },
    { path: `${folder}/meta.yaml`, content: runMeta(input, ids) },
    ...entries(`${folder}/metrics`, metricLines),
    ...entries(`${folder}/params`, run.params),
    ...entries(`${folder}/tags`, mlflowTags(run)),
    ...entries(`${folder}/artifacts`, artifacts),
  ];
};
