import {
  err,
  hashOf,
  ok,
  type FilesDep,
  type Fault,
  type Json,
  type LedgerDep,
  type LedgerEvent,
  type RecordsDep,
  type SealedUsesDep,
  type StageInput,
  type StoredRecord,
} from '#kernel';
import type { Application, CompileDep } from '#build/strategy';
import { strategySchema, type Answer, type Candidate } from '#build/strategy/contract';
import type { AnswerCasesDeps } from './answer-cases.ts';
import { caseSchema, type Case } from './contract.ts';

/** A case from the properties a test cares about. */
export const makeCase = (given: Partial<Case> & Pick<Case, 'id'>): Case =>
  caseSchema.parse({
    question: `Question ${given.id}?`,
    kind: 'single-fact',
    split: 'dev',
    answerable: true,
    ...given,
  });

/** An answer from the properties a test cares about. */
export const makeAnswer = (given: Partial<Answer> = {}): Answer => ({
  text: 'An answer.',
  refused: false,
  citations: [],
  retrieved: [],
  guardrails: [],
  usage: { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5 },
  costNano: 0,
  durationMs: 10,
  modelCalls: 0,
  ...given,
});

/** A candidate with an id that follows from its strategy. */
export const makeCandidate = (name: string, strategy: Readonly<Record<string, unknown>> = {}): Candidate => {
  const parsed = strategySchema.parse({ name, kind: 'extractive', ...strategy });
  return { id: hashOf(parsed), strategy: parsed, indexRecord: 'index', origin: 'built-in' };
};

/** What a scripted application says to a question. */
export type Script = (question: string, candidate: Candidate) => Partial<Answer> | Fault;

const isFault = (scripted: Partial<Answer> | Fault): scripted is Fault => 'code' in scripted;

/** An application that answers by a script; `asked` counts the questions that were really put to it. */
export const scriptedApplication = (
  candidate: Candidate,
  script: Script,
): Application & { readonly asked: string[] } => {
  const asked: string[] = [];
  return {
    candidate,
    asked,
    answer: async ({ text }) => {
      asked.push(text);
      const scripted = script(text, candidate);
      return isFault(scripted) ? err(scripted) : ok(makeAnswer(scripted));
    },
  };
};

/** Compiles every candidate into a scripted application, and remembers the questions by candidate name. */
export const scriptedCompile = (script: Script): CompileDep & { readonly askedByName: Map<string, string[]> } => {
  const askedByName = new Map<string, string[]>();
  const compile: CompileDep['compile'] = async (candidate) => {
    const application = scriptedApplication(candidate, script);
    const { name } = candidate.strategy;
    const earlier = askedByName.get(name) ?? [];
    askedByName.set(name, earlier);
    return ok({
      ...application,
      answer: (question, options) => (earlier.push(question.text), application.answer(question, options)),
    });
  };
  return { compile, askedByName };
};

/** A journal in memory, a clock that stands still unless moved, counted ids and collected progress. */
export const createProveDeps = (stored: Map<string, Json> = new Map()) => {
  let [now, count] = [1_750_000_000_000, 0];
  const progress: string[] = [];
  const once: AnswerCasesDeps['journal']['once'] = async (key, work) => {
    const at = hashOf(key);
    const found = stored.get(at);
    // What is stored under a key came from the same kind of work.
    if (found !== undefined) return found as Awaited<ReturnType<typeof work>>;
    const value = await work();
    stored.set(at, value);
    return value;
  };
  return {
    journal: { once },
    clock: { now: () => now, monotonic: () => now },
    ids: { uuid: () => `00000000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}` },
    progress: ({ message, done, total }: { message: string; done?: number; total?: number }) =>
      void progress.push(`${message} ${done ?? ''}/${total ?? ''}`),
    /** Moves the clock. */
    pass: (ms: number) => void (now += ms),
    progressLines: progress,
    stored,
  };
};

/** Files in memory. */
export const memoryFiles = (texts: Readonly<Record<string, string>>): FilesDep => ({
  files: {
    read: async (path) => (texts[path] === undefined ? undefined : new TextEncoder().encode(texts[path])),
    readText: async (path) => texts[path],
    write: async () => undefined,
    glob: async () => Object.keys(texts).toSorted(),
    exists: async (path) => texts[path] !== undefined,
    size: async (path) => texts[path]?.length,
    resolve: (path) => `/project/${path}`,
  },
});

/** A stored record for a stage to read. */
export const makeRecord = <Body>(type: string, body: Body): StoredRecord<Body> => ({
  type,
  body,
  inputs: [],
  hash: hashOf({ type, body }),
  stage: 'evaluate',
  createdAt: '2026-01-01T00:00:00.000Z',
  runId: 'run',
});

/** The input of a stage that may read these records. */
export const makeStageInput = <Config>(config: Config, records: readonly StoredRecord[]): StageInput<Config> => ({
  config,
  projectName: 'test',
  runId: 'run',
  signal: new AbortController().signal,
  // Records are looked up by type, and a type has one body.
  read: <Body>(type: string) => records.filter((record) => record.type === type) as readonly StoredRecord<Body>[],
});

/** Records in memory; decisions are stored with the newest first. */
export const memoryRecords = (given: readonly StoredRecord[] = []) => {
  const stored = [...given];
  const decisions: { readonly actor: string; readonly reason: string }[] = [];
  const records: RecordsDep['records'] = {
    decide: async (draft, by) => {
      const record = { ...makeRecord(draft.type, draft.body), inputs: draft.inputs, stage: by.stage, runId: undefined };
      stored.unshift(record);
      decisions.push(by);
      return record;
    },
    get: async (hash) => stored.find((record) => record.hash === hash),
    list: async ({ type, limit = 100 }) =>
      stored.filter((record) => type === undefined || record.type === type).slice(0, limit),
    lineage: async () => [],
  };
  return { records, decisions };
};

/** Sealed uses and ledger in memory. */
export const createSealedUses = (intact = true) => {
  const uses = new Map<string, string>();
  const events: LedgerEvent[] = [];
  const claim: SealedUsesDep['sealedUses']['claim'] = async (version, decisionId) => {
    const usedBy = uses.get(version);
    if (usedBy !== undefined) return usedBy === decisionId ? 'already-used-by-this' : { usedBy };
    uses.set(version, decisionId);
    return 'claimed';
  };
  const ledger: LedgerDep['ledger'] = {
    append: async (event) => (
      events.push(event),
      { ...event, sequence: events.length, at: '', previousHash: '', hash: '' }
    ),
    list: async () => [],
    verify: async () =>
      intact
        ? { intact: true, entries: 3, head: 'f'.repeat(64) }
        : { intact: false, entries: 3, sequence: 2, problem: 'entry 2 was changed' },
  };
  return { sealedUses: { claim }, ledger, events };
};
