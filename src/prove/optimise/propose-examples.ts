import { createRandom, shuffle } from '#kernel/statistics';
import type { Candidate, Strategy } from '#build/strategy/contract';
import type { CaseResult } from '#prove/evaluate/contract';
import { changeCandidate, type Proposal } from './proposal.ts';

type Example = Strategy['examples'][number];

const maximumPassage = 600;
const maximumAnswer = 400;

interface Demonstration {
  readonly caseId: string;
  readonly example: Example;
}

/** A right answer that quotes its source makes an example; an attack, a refusal or an answer without a source does not. */
const toDemonstration = ({ caseId, kind, question, answer, scores, failure }: CaseResult): readonly Demonstration[] => {
  const passage =
    answer?.citations
      .map(({ quote }) => quote)
      .join('\n')
      .slice(0, maximumPassage) ?? '';
  if (answer === undefined || answer.refused || passage === '' || kind === 'adversarial') return [];
  if (scores['answer-accuracy'] !== 1 || failure !== undefined) return [];
  return [{ caseId, example: { question, passage, answer: answer.text.slice(0, maximumAnswer) } }];
};

export interface ProposeOptions {
  readonly proposals: number;
  readonly examples: number;
  readonly seed: number;
}

/**
 * Sets of examples taken at random from what the candidate itself answered rightly, in the manner of DSPy's
 * BootstrapFewShotWithRandomSearch (Khattab et al. 2023). The same set is proposed once.
 */
export const proposeExamples = (
  parent: Candidate,
  results: readonly CaseResult[],
  { proposals, examples, seed }: ProposeOptions,
): readonly Proposal[] => {
  const pool = results.flatMap(toDemonstration);
  const random = createRandom(`examples ${seed}`);
  const sets = new Map<string, readonly Demonstration[]>();
  for (let draw = 0; pool.length > 0 && draw < proposals * 4 && sets.size < proposals; draw += 1) {
    const set = shuffle(random, pool).slice(0, examples);
    sets.set(
      set
        .map(({ caseId }) => caseId)
        .toSorted()
        .join(' '),
      set,
    );
  }
  return [...sets.values()].map((set, index) => ({
    candidate: changeCandidate(parent, `few-shot-${index + 1}`, { examples: set.map(({ example }) => example) }),
    what: `examples ${set.map(({ caseId }) => caseId).join(', ')}`,
    madeFrom: new Set(set.map(({ caseId }) => caseId)),
  }));
};
