import type { Json, RecordsDep, StageName, StageRun, StoredRecord } from '#kernel';
import { headlineOf } from './headline.ts';
import { counted, partOf } from './json-parts.ts';
import { shortList } from './short-list.ts';

/** Which of its records tells most about a stage; the first when absent. Large ones are not read for nothing. */
const telling: Partial<Record<StageName, 'last' | 'all'>> = {
  data: 'last',
  experiments: 'last',
  readiness: 'last',
  prompts: 'all',
  tools: 'all',
  strategy: 'all',
  optimise: 'all',
};

interface ReadDep {
  readonly records: Pick<RecordsDep['records'], 'get'>;
}

const hashesOf = ({ stage, recordHashes }: StageRun): readonly string[] => {
  const which = telling[stage];
  if (which === 'all') return recordHashes;
  return which === 'last' ? recordHashes.slice(-1) : recordHashes.slice(0, 1);
};

const lineOf = ({ type, body }: StoredRecord): string => headlineOf(type, body as Json);

const promptsLine = (prompts: readonly StoredRecord[]): string => {
  const own = prompts.filter(({ body }) => partOf(body as Json)['source'] === 'project').length;
  return `${counted(prompts.length, 'prompt')}${own === 0 ? '' : `, ${own} of the project`}`;
};

/** One line for several records of a stage. */
const joined: Partial<Record<StageName, (records: readonly StoredRecord[]) => string>> = {
  prompts: promptsLine,
  tools: (tools) => tools.map(lineOf).join(', '),
  strategy: (candidates) => `${counted(candidates.length, 'candidate')}: ${shortList(candidates.map(lineOf))}`,
  optimise: (results) => results.map(lineOf).join('; '),
};

/** One line that says what a stage found out or made when it last ran; empty when it never did. */
export const stageHeadline = async ({ records }: ReadDep, run: StageRun | undefined): Promise<string> => {
  if (run === undefined) return '';
  const found = await Promise.all(hashesOf(run).map((hash) => records.get(hash)));
  const there = found.filter((record) => record !== undefined);
  const [only, second] = there;
  if (only === undefined) return '';
  return second === undefined && run.stage !== 'prompts' ? lineOf(only) : (joined[run.stage]?.(there) ?? lineOf(only));
};
