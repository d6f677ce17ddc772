import {
  budgetListSchema,
  gatewayViewSchema,
  keyDetailsSchema,
  keyListSchema,
  traceAccountsSchema,
  usageReplySchema,
} from '#run/serve/contract';
import { withQuery } from './client.ts';
import { get } from './queries.ts';

export interface UsageFilter {
  readonly by: string;
  readonly days: number;
  /** Only the calls of this key. */
  readonly key?: string | undefined;
}

export const gatewayQuery = () => ({ ...get('/api/gateway', gatewayViewSchema, 1000), refetchInterval: 2000 });
export const keysQuery = () => get('/api/keys', keyListSchema);
export const keyQuery = (id: string) => get(`/api/keys/${encodeURIComponent(id)}`, keyDetailsSchema);
export const budgetsQuery = () => ({ ...get('/api/budgets', budgetListSchema, 3000), refetchInterval: 5000 });
export const usageQuery = (filter: UsageFilter) => get(withQuery('/api/usage', { ...filter }), usageReplySchema);
export const traceAccountsQuery = (traceId: string) => get(`/api/usage/traces/${traceId}`, traceAccountsSchema, 5000);
