import { err, hashOf, ok, type Fault, type Span, type StoredRecord } from '#kernel';
import type { Retriever, RetrieverDep } from '#build/knowledge';
import type { IndexRecord, Passage } from '#build/knowledge/contract';
import type { CompilerDeps } from './application.ts';
import { strategySchema, type Answer, type Candidate } from './contract.ts';
import type { Application } from './port.ts';
import { contentStems, stem, wordsOf } from './words.ts';

/** One section of a manual, for tests. */
export interface TestSection {
  readonly documentId: string;
  readonly heading: string;
  readonly text: string;
}

/** The index record that the retriever in memory belongs to. */
export const testIndexRecord: StoredRecord<IndexRecord> = {
  type: 'knowledge/index',
  hash: 'index-record',
  stage: 'knowledge',
  createdAt: '2026-01-01T00:00:00.000Z',
  runId: 'run',
  inputs: [],
  body: {
    version: 'index-version',
    table: 'test',
    datasetVersion: 'dataset-version',
    embedding: { id: 'none', digest: 'none', dimensions: 1 },
    chunks: 0,
    documents: 0,
    changed: { added: 0, updated: 0, removed: 0, kept: 0 },
    seconds: 0,
  },
};

const passageOf = ({ documentId, heading, text }: TestSection, start: number): Passage => ({
  id: `${documentId}#${start}`,
  documentId,
  source: documentId.split('/')[0] ?? documentId,
  title: documentId.split('/').at(-1) ?? documentId,
  headingPath: [heading],
  start,
  end: start + text.length,
  text,
  rank: 1,
  score: 0,
});

/** A retriever in memory: BM25 over sections and their headings, whatever mode is asked for. */
export const memoryRetrievers = (sections: readonly TestSection[]): RetrieverDep => {
  let offset = 0;
  const rows = sections.map((section) => {
    const passage = passageOf(section, offset);
    offset = passage.end + 1;
    return { passage, words: wordsOf(`${section.heading} ${section.text}`).map(stem) };
  });
  const mean = rows.reduce((sum, { words }) => sum + words.length, 0) / Math.max(1, rows.length);
  const idf = (term: string): number => {
    const held = rows.filter(({ words }) => words.includes(term)).length;
    return Math.log(1 + (rows.length - held + 0.5) / (held + 0.5));
  };
  const score = (words: readonly string[], term: string): number => {
    const count = words.filter((word) => word === term).length;
    return (idf(term) * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * words.length) / mean));
  };
  const search: Retriever['search'] = async ({ query, k }) => {
    const terms = contentStems(query);
    const scored = rows.map(({ passage, words }) => ({
      ...passage,
      score: terms.reduce((sum, term) => sum + score(words, term), 0),
    }));
    const best = scored.filter((passage) => passage.score > 0).toSorted((one, other) => other.score - one.score);
    return ok(best.slice(0, k).map((passage, index) => ({ ...passage, rank: index + 1 })));
  };
  return { retrievers: { open: async (index) => ok({ index, search }) } };
};

/** A candidate for the index in memory. */
export const testCandidate = (strategy: Readonly<Record<string, unknown>> = {}): Candidate => {
  const parsed = strategySchema.parse({ name: 'extractive', kind: 'extractive', ...strategy });
  return {
    id: hashOf(parsed),
    strategy: parsed,
    indexRecord: testIndexRecord.hash,
    indexVersion: testIndexRecord.body.version,
    origin: 'built-in',
  };
};

export interface TestWorld {
  readonly sections: readonly TestSection[];
  readonly models?: CompilerDeps['models'];
  readonly records?: readonly StoredRecord[];
  readonly journal?: CompilerDeps['journal'];
}

const noModels: CompilerDeps['models'] = {
  chat: async (id) => err(unavailable(id)),
  embedding: async (id) => err(unavailable(id)),
  rerank: async (id) => err(unavailable(id)),
};

const unavailable = (id: string): Fault => ({
  code: 'TEST_NO_MODEL',
  what: `No model ${id}.`,
  why: 'The test has none.',
  remedy: 'Give one.',
  status: 404,
  retryable: false,
  details: {},
});

/** Everything a compiler needs, in memory: a clock that counts, counted ids, collected spans. */
export const createTestDeps = ({
  sections,
  models = noModels,
  records = [],
  journal,
}: TestWorld): CompilerDeps & { readonly spans: Span[] } => {
  let [time, count] = [0, 0];
  const spans: Span[] = [];
  const known = new Map([testIndexRecord, ...records].map((record) => [record.hash, record]));
  return {
    ...memoryRetrievers(sections),
    models,
    clock: { now: () => 1_750_000_000_000 + time, monotonic: () => (time += 1) },
    ids: { uuid: () => `00000000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}` },
    telemetry: { record: (span) => void spans.push(span) },
    records: { get: async (hash) => known.get(hash) },
    ...(journal !== undefined && { journal }),
    spans,
  };
};

/** An answer from the properties a test cares about. */
export const testAnswer = (given: Partial<Answer> = {}): Answer => ({
  text: 'An answer.',
  refused: false,
  citations: [],
  retrieved: [],
  guardrails: [],
  usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 },
  costNano: 0,
  durationMs: 1,
  modelCalls: 0,
  ...given,
});

/** An application that answers by a script, word by word when somebody listens; unknown questions are refused. */
export const scriptedApplication = (
  answers: Readonly<Record<string, Partial<Answer> | Fault>>,
  candidate: Candidate = testCandidate(),
): Application => ({
  candidate,
  answer: async ({ text }, { onDelta, signal } = {}) => {
    signal?.throwIfAborted();
    const scripted = answers[text] ?? { text: 'I cannot answer that from the sources.', refused: true };
    if ('code' in scripted) return err(scripted);
    const answer = testAnswer(scripted);
    for (const piece of answer.text.split(/(?<= )/)) onDelta?.(piece);
    return ok(answer);
  },
});
