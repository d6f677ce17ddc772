import { z } from 'zod';
import { defineRoute, ok, type LedgerDep, type Route } from '#kernel';

/** The hash-chained log of everything that happened. */
export const ledgerRoutes = ({ ledger }: LedgerDep): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/ledger',
    access: 'session',
    summary: 'Ledger entries, newest first',
    query: z.object({
      before: z.coerce.number().int().positive().optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
    handle: async ({ query }) => {
      const entries = await ledger.list({
        limit: query.limit,
        ...(query.before === undefined ? {} : { before: query.before }),
      });
      return ok({ kind: 'json', body: { entries } });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/ledger/verify',
    access: 'session',
    summary: 'Whether the chain is whole: nothing changed, removed or cut off',
    handle: async () => ok({ kind: 'json', body: await ledger.verify() }),
  }),
];
