/** What a chat candidate is ranked by. */
export interface Candidate {
  readonly id: string;
  readonly available: boolean;
  readonly fit?: { readonly value: number } | undefined;
  readonly tokensPerSecond?: number | undefined;
  /** US dollars for a million answer tokens. */
  readonly outputPrice: number;
}

/** Whether `a` goes before `b`: negative when it does. */
type Rule = (a: Candidate, b: Candidate) => number;

const rules: readonly Rule[] = [
  (a, b) => Number(b.available) - Number(a.available),
  (a, b) => (b.fit?.value ?? -1) - (a.fit?.value ?? -1),
  (a, b) => a.outputPrice - b.outputPrice,
  (a, b) => (b.tokensPerSecond ?? 0) - (a.tokensPerSecond ?? 0),
];

/** Best first: usable, then by measured fit, then cheaper, then faster; otherwise in the order given. */
export const rankCandidates = <Entry extends Candidate>(candidates: readonly Entry[]): readonly Entry[] =>
  candidates.toSorted((a, b) => rules.reduce((order, rule) => (order === 0 ? rule(a, b) : order), 0));
