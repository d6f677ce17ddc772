import type { AssessConfig } from '#plan/assess/contract';
import type { Policy } from '#plan/govern/contract';
import type { Dataset } from '#build/data/contract';
import type { TuningAssessment, TuningConfig } from './contract.ts';

export interface TuningFacts {
  readonly answers: AssessConfig;
  readonly policy: Policy;
  readonly dataset: Dataset;
  readonly config: TuningConfig;
}

/** A reason, and what is missing when it speaks against tuning. */
interface Finding {
  readonly reason: string;
  readonly missing?: string;
}

type Rule = (facts: TuningFacts) => Finding | undefined;

const allowedSources = ({ policy, dataset }: TuningFacts): readonly string[] =>
  dataset.sources.map(({ id }) => id).filter((id) => policy.sources[id]?.allowedUses.includes('tuning') === true);

const enoughExamples: Rule = ({ answers: { labelledExamples }, config: { minimumExamples } }) =>
  labelledExamples >= minimumExamples
    ? { reason: `There are ${labelledExamples} labelled examples; ${minimumExamples} are enough to start.` }
    : {
        reason: `There are ${labelledExamples} labelled examples; below ${minimumExamples}, tuning mostly learns their wording.`,
        missing: `${minimumExamples - labelledExamples} more reviewed questions with answers`,
      };

const knowledgeHolds: Rule = ({ answers: { knowledge, documents } }) => {
  if (knowledge === 'static')
    return { reason: 'The knowledge changes less often than a model is released, so what is learnt stays true.' };
  return {
    reason:
      'The knowledge changes more often than a model is released; retrieval follows a change, a tuned model does not.',
    missing:
      documents === 'none'
        ? 'documents to retrieve from'
        : 'a part of the task that does not change, such as format or tone',
  };
};

const useIsAllowed: Rule = (facts) => {
  const allowed = allowedSources(facts);
  const refused = facts.dataset.sources.filter(({ id }) => !allowed.includes(id)).map(({ id }) => id);
  if (refused.length === 0) return { reason: 'The owner of every source allows its use for tuning.' };
  return {
    reason: `The policy of ${refused.join(', ')} does not allow tuning.`,
    missing: `\`tuning\` in the allowed uses of ${refused.join(', ')}, by the owner's decision`,
  };
};

const documentsSuffice: Rule = ({ answers: { documents, complexity } }) =>
  documents === 'complete' && complexity === 'lookup'
    ? {
        reason:
          'The documents hold the answers and questions look them up: retrieval answers with a source, tuning without one.',
        missing: 'a measured failure that retrieval and prompts do not fix',
      }
    : undefined;

const rules: readonly Rule[] = [enoughExamples, knowledgeHolds, useIsAllowed, documentsSuffice];

/** Decides by rules whether fine-tuning is worth it now; any rule that misses something says no. */
export const assessTuning = (facts: TuningFacts): TuningAssessment => {
  const findings = rules.flatMap((rule) => rule(facts) ?? []);
  const missing = findings.flatMap((finding) => finding.missing ?? []);
  return {
    advisable: missing.length === 0,
    reasons: findings.map(({ reason }) => reason),
    missing,
    allowedSources: [...allowedSources(facts)],
    documents: facts.dataset.documents.length,
  };
};
