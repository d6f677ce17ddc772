import type { Condition } from '../../gateway-contract.ts';
import type { RouteFacts } from './target.ts';

type Rule = (condition: Condition, facts: RouteFacts) => boolean;

const rules: readonly Rule[] = [
  ({ tags }, facts) => tags === undefined || tags.every((tag) => facts.tags.includes(tag)),
  ({ minimumTokens }, facts) => minimumTokens === undefined || facts.inputTokens() >= minimumTokens,
  ({ maximumTokens }, facts) => maximumTokens === undefined || facts.inputTokens() <= maximumTokens,
  ({ modality }, facts) => modality === undefined || facts.modalities().has(modality),
  ({ tenants }, facts) => tenants === undefined || tenants.some((tenant) => facts.tenants.includes(tenant)),
];

/** Whether everything that a condition names holds. */
export const matches = (condition: Condition | undefined, facts: RouteFacts): boolean =>
  condition === undefined || rules.every((rule) => rule(condition, facts));
