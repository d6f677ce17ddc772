import type { IndexHit } from './port.ts';

/** Its score is the fused one. */
export interface FusedHit extends IndexHit {
  readonly similarity?: number;
  readonly bm25?: number;
}

export interface FusionInput {
  readonly text: readonly IndexHit[];
  readonly dense: readonly IndexHit[];
  /** 0 to 1. */
  readonly denseWeight: number;
  readonly fusion: 'normalised' | 'rrf';
}

/** Cormack, Clarke and Büttcher, SIGIR 2009. */
const rrfConstant = 60;

type Scale = (hit: IndexHit, rank: number) => number;

const byRank: Scale = (_hit, rank) => (rrfConstant + 1) / (rrfConstant + rank);

/** Divides by the range of the list. BM25 has a floor of 0; a cosine has none, so there the last hit is the floor. */
const byScore = (hits: readonly IndexHit[], floor: number | undefined): Scale => {
  const scores = hits.map(({ score }) => score);
  const lowest = floor ?? Math.min(...scores);
  const range = Math.max(...scores) - lowest;
  return ({ score }) => (range > 0 ? (score - lowest) / range : 1);
};

const compare = (a: FusedHit, b: FusedHit): number => {
  if (a.score !== b.score) return b.score - a.score;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
};

/** Merges two ranked lists into one; what one list lacks counts there as zero. Equal scores stand in the order of their ids. */
export const fuseHits = ({ text, dense, denseWeight, fusion }: FusionInput): readonly FusedHit[] => {
  const [scaleText, scaleDense] = fusion === 'rrf' ? [byRank, byRank] : [byScore(text, 0), byScore(dense, undefined)];
  const fused = new Map<string, FusedHit>();
  for (const [index, hit] of text.entries()) {
    fused.set(hit.id, {
      ...hit,
      score: (1 - denseWeight) * scaleText(hit, index + 1),
      bm25: hit.score,
    });
  }
  for (const [index, hit] of dense.entries()) {
    const known = fused.get(hit.id) ?? { ...hit, score: 0 };
    fused.set(hit.id, {
      ...known,
      score: known.score + denseWeight * scaleDense(hit, index + 1),
      similarity: hit.score,
    });
  }
  return [...fused.values()].toSorted(compare);
};
