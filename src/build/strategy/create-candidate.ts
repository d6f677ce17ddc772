import { err, hashOf, ok, type Fault, type Result, type StoredRecord } from '#kernel';
import { reasoningPrompts } from '#build/reasoning';
import type { IndexRecord } from '#build/knowledge/contract';
import type { Selection } from '#build/models/contract';
import type { Prompt } from '#build/prompts/contract';
import type { ToolRecord } from '#build/tools/contract';
import type { Candidate, Strategy } from './contract.ts';
import { strategyFaults } from './errors.ts';

/** The records a candidate is resolved against. */
export interface CandidateParts {
  readonly index: StoredRecord<IndexRecord>;
  readonly prompts: readonly StoredRecord<Prompt>[];
  readonly tools: readonly StoredRecord<ToolRecord>[];
  readonly selection: Selection;
  readonly datasetRecord?: string;
}

const promptNames = ({ kind, prompt, reasoning, retrieval }: Strategy): readonly string[] => [
  ...(kind === 'extractive' ? [] : [prompt, ...reasoningPrompts(reasoning)]),
  ...(retrieval.rewrite === 'model' ? ['rewrite-question'] : []),
];

const findPrompts = (parts: CandidateParts, strategy: Strategy): Result<readonly StoredRecord<Prompt>[], Fault> => {
  const found: StoredRecord<Prompt>[] = [];
  for (const name of promptNames(strategy)) {
    const prompt = parts.prompts.find(({ body }) => body.name === name);
    if (prompt === undefined)
      return err(strategyFaults.fault('STRATEGY_PROMPT_MISSING', { strategy: strategy.name, prompt: name }));
    found.push(prompt);
  }
  return ok(found);
};

const findModelDigest = (
  { selection }: CandidateParts,
  { kind, name, model, agent }: Strategy,
): Result<string | undefined, Fault> => {
  if (kind === 'extractive') return ok(undefined);
  const chosen = selection.chat.find(({ id, available }) => available && id === model?.id);
  if (chosen === undefined || (kind === 'agent' && agent === undefined))
    return err(strategyFaults.fault('STRATEGY_MODEL_MISSING', { strategy: name, kind }));
  return ok(chosen.digest);
};

/** The tools of an agent by name; undefined for everything else. */
const findTools = (
  { tools }: CandidateParts,
  { kind, name, agent }: Strategy,
): Result<Readonly<Record<string, string>> | undefined, Fault> => {
  if (kind !== 'agent') return ok(undefined);
  const found: Record<string, string> = {};
  for (const tool of agent?.tools ?? []) {
    const record = tools.find(({ body }) => body.name === tool);
    if (record === undefined) return err(strategyFaults.fault('STRATEGY_TOOL_MISSING', { strategy: name, tool }));
    found[tool] = record.hash;
  }
  return ok(found);
};

/** Resolves a strategy against the records of the project; its id changes when anything it depends on does. */
export const createCandidate = (
  parts: CandidateParts,
  strategy: Strategy,
  origin: Candidate['origin'],
): Result<Candidate, Fault> => {
  const prompts = findPrompts(parts, strategy);
  if (!prompts.ok) return prompts;
  const modelDigest = findModelDigest(parts, strategy);
  if (!modelDigest.ok) return modelDigest;
  const toolRecords = findTools(parts, strategy);
  if (!toolRecords.ok) return toolRecords;
  const indexVersion = parts.index.body.version;
  const versions = Object.fromEntries(prompts.value.map(({ body }) => [body.name, body.version]));
  return ok({
    id: hashOf({
      strategy,
      indexVersion,
      promptVersions: versions,
      modelDigest: modelDigest.value ?? null,
      toolRecords: toolRecords.value,
    }),
    strategy,
    indexRecord: parts.index.hash,
    indexVersion,
    promptRecords: Object.fromEntries(prompts.value.map(({ hash, body }) => [body.name, hash])),
    ...(prompts.value[0] !== undefined && { promptVersion: prompts.value[0].body.version }),
    ...(modelDigest.value !== undefined && { modelDigest: modelDigest.value }),
    ...(toolRecords.value !== undefined && { toolRecords: toolRecords.value }),
    ...(parts.datasetRecord !== undefined && { datasetRecord: parts.datasetRecord }),
    origin,
  });
};

/**
 * A candidate like another one with a changed strategy, for optimisers. Prompts, tools and model stay what they
 * are; to change one of those, make a new candidate.
 */
export const deriveCandidate = (parent: Candidate, strategy: Strategy, origin: Candidate['origin']): Candidate => ({
  ...parent,
  id: hashOf({ parent: parent.id, strategy }),
  strategy,
  origin,
});
