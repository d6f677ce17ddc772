// How long one search takes over a project's index: word search (BM25), dense and hybrid, the embedding of the question included.
// Questions are the project's development questions, each once a mode, so no cache answers; one search at a time, in the
// process that also holds the index, as in the server. The first questions only warm up.
//   node bin/run.mjs benchmarks/retrieval.ts --project examples/manual-desk
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { indexRecordSchema } from '#build/knowledge/contract';
import type { Retriever } from '#build/knowledge';
import { caseSetSchema } from '#prove/evaluate/contract';
import { openProgram, type Program } from '../src/program/open-program.ts';
import { makeReleased } from '../tests/e2e/project.ts';
import { quantile } from './figures.ts';

const warmUp = 5;
const modes = ['bm25', 'dense', 'hybrid'] as const;

const newest = async ({ records }: Program, type: string): Promise<unknown> =>
  (await records.list({ type, current: true, limit: 1 }))[0]?.body;

const openRetriever = async (program: Program): Promise<Retriever> => {
  const index = indexRecordSchema.safeParse(await newest(program, 'knowledge/index'));
  if (!index.success) throw new Error('Nothing is indexed there yet: throughline run knowledge');
  const opened = await program.retrievers.open(index.data);
  if (!opened.ok) throw new Error(opened.error.what);
  return opened.value;
};

const timeOf = async (retriever: Retriever, query: string, mode: (typeof modes)[number]): Promise<number> => {
  const began = performance.now();
  const found = await retriever.search({ query, mode, k: 20 });
  if (!found.ok) throw new Error(found.error.what);
  return performance.now() - began;
};

const measure = async (program: Program): Promise<void> => {
  const retriever = await openRetriever(program);
  const { cases } = caseSetSchema.parse(await newest(program, 'evaluate/case-set'));
  const { chunks, embedding } = retriever.index;
  console.log(
    `${chunks} passages, embedding ${embedding.id}; ${cpus().length} cores, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
  );
  for (const mode of modes) {
    // A word more makes another query of it, so that the second mode cannot profit from the first.
    const queries = cases.map(({ question }) => `${question} (${mode})`);
    const times: number[] = [];
    for (const query of queries) times.push(await timeOf(retriever, query, mode));
    const counted = times.slice(warmUp);
    const [p50, p95] = [0.5, 0.95].map((share) => quantile(counted, share).toFixed(1));
    const target = mode === 'hybrid' ? '   target: p95 under 25 ms' : '';
    console.log(`${mode.padEnd(8)} p50 ${p50} ms   p95 ${p95} ms   n = ${counted.length}${target}`);
  }
};

const { values } = parseArgs({ options: { project: { type: 'string' }, data: { type: 'string' } } });
const small = values.project === undefined ? await makeReleased() : undefined;
const opened = await openProgram({
  projectFolder: values.project ?? small?.folder ?? '.',
  dataFolder: values.data,
  log: () => {},
  signal: new AbortController().signal,
});
if (!opened.ok) throw new Error(`${opened.error.what} ${opened.error.remedy}`);
try {
  await measure(opened.value);
} finally {
  await opened.value.close();
  small?.remove();
}
