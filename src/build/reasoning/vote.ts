/** An answer reduced to what a vote compares: no case, punctuation, markup, articles or spare blanks. */
export const normaliseAnswer = (answer: string): string =>
  answer
    .toLowerCase()
    .replaceAll(/\[\d{1,3}\]/g, ' ')
    .replaceAll(/[^\p{L}\p{N}\s.-]/gu, ' ')
    .replaceAll(/(?<![\p{L}\p{N}])[.-]+|[.-]+(?![\p{L}\p{N}])/gu, ' ')
    .replaceAll(/\b(?:a|an|the)\b/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

const overlap = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => {
  const common = [...one].filter((word) => other.has(word)).length;
  return common === 0 ? 0 : (2 * common) / (one.size + other.size);
};

// Long answers rarely agree word by word; then the one closest to all others stands for the majority.
const mostCentral = (answers: readonly string[]): string => {
  const words = answers.map((answer) => new Set(normaliseAnswer(answer).split(' ')));
  const scores = words.map((own) => words.reduce((sum, other) => sum + overlap(own, other), 0));
  const best = scores.indexOf(Math.max(...scores));
  return answers[best] ?? '';
};

export interface VoteResult {
  readonly winner: string;
  readonly votes: number;
}

/**
 * Majority vote over normalised answers (Wang et al. 2022); empty ones do not vote, the earliest wins a tie, and
 * without any agreement the answer that shares most words with the others wins.
 */
export const majorityVote = (answers: readonly string[]): VoteResult => {
  const usable = answers.filter((answer) => normaliseAnswer(answer) !== '');
  const counts = new Map<string, { readonly first: string; votes: number }>();
  for (const answer of usable) {
    const key = normaliseAnswer(answer);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { first: answer, votes: 1 });
    else known.votes += 1;
  }
  const [top] = [...counts.values()].toSorted((one, other) => other.votes - one.votes);
  if (top === undefined) return { winner: '', votes: 0 };
  return top.votes > 1 ? { winner: top.first, votes: top.votes } : { winner: mostCentral(usable), votes: 1 };
};
