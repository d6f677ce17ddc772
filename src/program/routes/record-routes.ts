import { z } from 'zod';
import { defineRoute, err, isStageName, ok, type Json, type RecordsDep, type Route, type StoredRecord } from '#kernel';
import { programFaults } from '../errors.ts';
import { headlineOf } from '../headline.ts';

const withoutBody = ({ body: _body, ...rest }: StoredRecord) => rest;

/** A record without its body, with one line that says what it holds. */
const summarise = (record: StoredRecord) => ({
  ...withoutBody(record),
  label: headlineOf(record.type, record.body as Json),
});

const unknownRecord = (hash: string) => err(programFaults.fault('PROGRAM_RECORD_UNKNOWN', { hash }));

const neighbours = async (
  { records }: RecordsDep,
  hash: string,
  direction: 'up' | 'down',
): Promise<readonly StoredRecord[]> => {
  const graph = await records.lineage(hash, direction);
  const own = graph.find((entry) => entry.hash === hash);
  return direction === 'up'
    ? graph.filter((entry) => own?.inputs.includes(entry.hash))
    : graph.filter((entry) => entry.hash !== hash && entry.inputs.includes(hash));
};

const edgesOf = (graph: readonly StoredRecord[]): readonly { readonly from: string; readonly to: string }[] => {
  const known = new Set(graph.map(({ hash }) => hash));
  return graph.flatMap(({ hash, inputs }) =>
    inputs.filter((input) => known.has(input)).map((from) => ({ from, to: hash })),
  );
};

const listQuery = z.object({
  type: z.string().max(100).optional(),
  stage: z.string().max(50).optional(),
  current: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
  /** `false` sends one line instead of each body. */
  bodies: z.enum(['true', 'false']).default('true'),
});

/** Records and their lineage. */
export const recordRoutes = (deps: RecordsDep): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/records',
    access: 'session',
    summary: 'Records, newest first; `bodies=false` leaves their bodies out',
    query: listQuery,
    handle: async ({ query }) => {
      const records = await deps.records.list({
        ...(query.type === undefined ? {} : { type: query.type }),
        ...(query.stage !== undefined && isStageName(query.stage) ? { stage: query.stage } : {}),
        ...(query.current === 'true' ? { current: true } : {}),
        limit: query.limit ?? 100,
      });
      return ok({ kind: 'json', body: { records: query.bodies === 'true' ? records : records.map(summarise) } });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/records/:hash',
    access: 'session',
    summary: 'One record with what it was made from and what was made from it',
    handle: async ({ params }) => {
      const hash = params['hash'] ?? '';
      const record = await deps.records.get(hash);
      if (record === undefined) return unknownRecord(hash);
      const [madeFrom, usedBy] = await Promise.all([neighbours(deps, hash, 'up'), neighbours(deps, hash, 'down')]);
      return ok({
        kind: 'json',
        body: { record, madeFrom: madeFrom.map(withoutBody), usedBy: usedBy.map(withoutBody) },
      });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/records/:hash/lineage',
    access: 'session-or-api-key',
    summary: 'Everything the record was made from (up) or that was made from it (down)',
    query: z.object({ direction: z.enum(['up', 'down']).default('up') }),
    handle: async ({ params, query }) => {
      const hash = params['hash'] ?? '';
      const graph = await deps.records.lineage(hash, query.direction);
      if (graph.length === 0) return unknownRecord(hash);
      return ok({ kind: 'json', body: { nodes: graph.map(summarise), edges: edgesOf(graph) } });
    },
  }),
];
