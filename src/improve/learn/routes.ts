import { defineRoute, ok, type RecordsDep, type Route } from '#kernel';
import { acceptProposal } from './accept-proposal.ts';
import { acceptOrderSchema } from './contract.ts';
import { viewLearn } from './view-learn.ts';

/** GET /api/learn and POST /api/learn/accept. */
export const learnRoutes = (deps: RecordsDep): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/learn',
    access: 'session',
    summary: 'The newest proposal from production, and the cases accepted so far',
    handle: async () => ok({ kind: 'json', body: await viewLearn(deps) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/learn/accept',
    access: 'session',
    summary: 'Makes reviewed cases part of the evaluation set of the next run',
    body: acceptOrderSchema,
    handle: async ({ body }) => {
      const accepted = await acceptProposal(deps, body);
      return accepted.ok ? ok({ kind: 'json', status: 201, body: { hash: accepted.value.hash } }) : accepted;
    },
  }),
];
