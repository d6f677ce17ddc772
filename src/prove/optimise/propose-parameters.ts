import { canonicalJson } from '#kernel';
import { choose, createRandom, shuffle, type Random } from '#kernel/statistics';
import type { Candidate, Strategy } from '#build/strategy/contract';
import { changeCandidate, type Proposal } from './proposal.ts';

interface Change {
  readonly what: string;
  readonly apply: (strategy: Strategy) => Partial<Strategy>;
}

const refuseBelow = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6] as const;
// Longer answers hold more facts without being better: the search may not buy accuracy by quoting everything.
const sentences = [2, 3, 4, 5, 6] as const;
const denseWeight = [0, 0.2, 0.35, 0.5, 0.65, 0.8] as const;
const use = [1, 2, 3, 4, 5] as const;

type Dial = (random: Random, strategy: Strategy) => Change | undefined;

interface DialOf {
  readonly name: string;
  readonly values: readonly number[];
  readonly current: (strategy: Strategy) => number;
  readonly set: (strategy: Strategy, value: number) => Partial<Strategy>;
}

const dial =
  ({ name, values, current, set }: DialOf): Dial =>
  (random, strategy) => {
    const others = values.filter((each) => each !== current(strategy));
    const value = choose(random, others);
    return value === undefined ? undefined : { what: `${name} ${value}`, apply: (given) => set(given, value) };
  };

const dials: readonly Dial[] = [
  dial({
    name: 'refuseBelow',
    values: refuseBelow,
    current: (strategy) => strategy.refuseBelow,
    set: (_, value) => ({ refuseBelow: value }),
  }),
  dial({
    name: 'sentences',
    values: sentences,
    current: ({ extractive }) => extractive.sentences,
    set: ({ extractive }, value) => ({ extractive: { ...extractive, sentences: value } }),
  }),
  dial({
    name: 'use',
    values: use,
    current: ({ retrieval }) => retrieval.use,
    set: ({ retrieval }, value) => ({ retrieval: { ...retrieval, use: value } }),
  }),
];

const hybridDials: readonly Dial[] = [
  ...dials,
  dial({
    name: 'denseWeight',
    values: denseWeight,
    current: ({ retrieval }) => retrieval.denseWeight,
    set: ({ retrieval }, value) => ({ retrieval: { ...retrieval, denseWeight: value } }),
  }),
];

const drawChanges = (random: Random, strategy: Strategy): readonly Change[] => {
  const turned = shuffle(random, strategy.retrieval.mode === 'hybrid' ? hybridDials : dials).slice(
    0,
    random() < 0.5 ? 1 : 2,
  );
  return turned.flatMap((turn) => turn(random, strategy) ?? []);
};

/** Settings of an extractive strategy drawn at random, one or two changed at a time; the same ones are proposed once. */
export const proposeParameters = (
  parent: Candidate,
  { proposals, seed }: { readonly proposals: number; readonly seed: number },
): readonly Proposal[] => {
  const random = createRandom(`parameters ${seed}`);
  const found = new Map<string, Omit<Proposal, 'madeFrom' | 'candidate'> & { readonly strategy: Strategy }>();
  for (let draw = 0; draw < proposals * 10 && found.size < proposals; draw += 1) {
    const changes = drawChanges(random, parent.strategy);
    const strategy = changes.reduce((current, { apply }) => ({ ...current, ...apply(current) }), parent.strategy);
    found.set(canonicalJson(strategy), { strategy, what: changes.map(({ what }) => what).join(', ') });
  }
  return [...found.values()].map(({ strategy, what }, index) => ({
    candidate: changeCandidate(parent, `tuned-${index + 1}`, strategy),
    what,
    madeFrom: new Set<string>(),
  }));
};
