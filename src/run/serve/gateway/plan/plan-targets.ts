import { isClosed } from '../health/target-health.ts';
import { matches } from './matches.ts';
import { policies } from './policies.ts';
import type { LiveRoute, LiveTarget, RouteFacts } from './target.ts';

export interface Plan {
  /** In the order in which they are asked. */
  readonly targets: readonly LiveTarget[];
  /** Milliseconds until one may be asked again; when none may now. */
  readonly waitMs: number;
}

export interface PlanMoment {
  readonly now: number;
  readonly random: () => number;
}

const soonest = (targets: readonly LiveTarget[], now: number): number =>
  Math.max(0, Math.min(...targets.map(({ health }) => health.openUntil)) - now);

/** The targets that a call may use, in order: conditions, then open circuits, then the policy; those that asked us to wait last. */
export const planTargets = (route: LiveRoute, facts: RouteFacts, { now, random }: PlanMoment): Plan => {
  const [only] = route.targets;
  if (route.targets.length === 1 && only?.when === undefined && only !== undefined && isClosed(only.health, now))
    return { targets: route.targets, waitMs: 0 };
  const fitting = route.targets.filter(({ when }) => matches(when, facts));
  const closed = fitting.filter(({ health }) => isClosed(health, now));
  if (closed.length === 0) return { targets: [], waitMs: fitting.length === 0 ? 0 : soonest(fitting, now) };
  const ordered = policies[route.policy](closed, facts, random);
  const isCooling = ({ health }: LiveTarget): boolean => health.coolUntil > now;
  if (!ordered.some(isCooling)) return { targets: ordered, waitMs: 0 };
  return { targets: [...ordered.filter((target) => !isCooling(target)), ...ordered.filter(isCooling)], waitMs: 0 };
};
