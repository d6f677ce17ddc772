import { hash } from 'node:crypto';
import { costOf } from '#build/models';
import type { GatewayRoute } from '../../gateway-contract.ts';
import { loadOf } from '../health/target-health.ts';
import type { LiveTarget, RouteFacts } from './target.ts';

/** Puts targets in the order in which they are asked. */
export type Policy = (targets: readonly LiveTarget[], facts: RouteFacts, random: () => number) => readonly LiveTarget[];

const sortedBy = (targets: readonly LiveTarget[], rank: (target: LiveTarget) => number): readonly LiveTarget[] =>
  targets
    .map((target) => ({ target, at: rank(target) }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ target }) => target);

/**
 * A random order in which each place is drawn by weight among those that are left: sorting by -ln(u)/weight does
 * that (Efraimidis and Spirakis, 2006). Weight 0 comes last, for fallback only.
 */
export const weighted: Policy = (targets, _, random) =>
  sortedBy(targets, ({ weight }) => (weight === 0 ? Number.POSITIVE_INFINITY : -Math.log(1 - random()) / weight));

const draw = (length: number, random: () => number): number => Math.min(length - 1, Math.floor(random() * length));

/**
 * The better of two random targets by time to the first byte and calls under way, then the others by the same:
 * always the best would send everybody to it at once (Mitzenmacher, "The Power of Two Choices").
 */
export const leastLatency: Policy = (targets, _, random) => {
  const ranked = sortedBy(targets, ({ health }) => loadOf(health));
  if (ranked.length < 3) return ranked;
  const first = draw(ranked.length, random);
  const other = draw(ranked.length - 1, random);
  const best = Math.min(first, other >= first ? other + 1 : other);
  const chosen = ranked[best];
  return chosen === undefined ? ranked : [chosen, ...ranked.filter((target) => target !== chosen)];
};

/** The cheapest first, by the estimate of this call. */
export const leastCost: Policy = (targets, { inputTokens, outputTokens }) => {
  const usage = { inputTokens: inputTokens(), cachedInputTokens: 0, outputTokens };
  return sortedBy(targets, ({ card }) => costOf(card, usage));
};

const hashShare = (text: string): number => Number.parseInt(hash('sha256', text).slice(0, 12), 16) / 16 ** 12;

/** A target may have this many times the mean of the calls under way before a conversation moves on. */
const loadBound = 2;
const freeCalls = 4;

/**
 * The same target for the same beginning of a conversation, so that the provider's prompt cache is hit. Rendezvous
 * hashing: when a target comes or goes, only its own conversations move.
 */
export const stickyPrefix: Policy = (targets, { prefix }) => {
  const key = prefix();
  const ranked = sortedBy(targets, ({ card, weight }) => -Math.log(hashShare(`${key}\0${card.id}`)) / (weight || 1e-9));
  const mean = targets.reduce((sum, { health }) => sum + health.inFlight, 0) / targets.length;
  const isLoaded = ({ health }: LiveTarget): boolean => health.inFlight > loadBound * mean + freeCalls;
  return [...ranked.filter((target) => !isLoaded(target)), ...ranked.filter(isLoaded)];
};

export const policies: Readonly<Record<GatewayRoute['policy'], Policy>> = {
  order: (targets) => targets,
  weighted,
  'least-latency': leastLatency,
  'least-cost': leastCost,
  'sticky-prefix': stickyPrefix,
};
