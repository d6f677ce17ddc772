import { queryOptions, useQuery } from '@tanstack/react-query';
import type { z, ZodType } from 'zod';
import {
  answerLineageSchema,
  documentViewSchema,
  lifecycleSchema,
  lineageSchema,
  recordDetailSchema,
  recordListSchema,
  recordSummariesSchema,
  type storedRecordSchema,
} from '#program/contract';
import { modelsViewSchema } from '#build/models/contract';
import { learnViewSchema } from '#improve/learn/contract';
import { liveKpisSchema, traceSchema, traceSpanLimits } from '#run/monitor/contract';
import { rolloutViewSchema } from '#run/rollout/contract';
import { getJson, withQuery } from './client.ts';
import { alertListSchema, trialPairSchema, trialsSchema } from './schemas.ts';

/** One GET as a query: its key is its address. */
export const get = <Body>(path: string, schema: ZodType<Body>, staleTime = 15_000) =>
  queryOptions({ queryKey: [path], queryFn: async ({ signal }) => getJson(path, schema, signal), staleTime });

export const lifecycleQuery = () => get('/api/lifecycle', lifecycleSchema, 60_000);
export const kpisQuery = () => ({ ...get('/api/kpis', liveKpisSchema), refetchInterval: 10_000 });
export const alertsQuery = () => ({ ...get('/api/alerts', alertListSchema), refetchInterval: 10_000 });
export const rolloutQuery = () => ({ ...get('/api/rollout', rolloutViewSchema, 1000), refetchInterval: 3000 });
export const trialsQuery = () => get('/api/trials', trialsSchema);
export const trialPairQuery = (rater: string) => get(withQuery('/api/trials/next', { rater }), trialPairSchema, 0);
export const modelsQuery = () => get('/api/models', modelsViewSchema, 60_000);
export const learnQuery = () => get('/api/learn', learnViewSchema);
/** A trace with its first spans, or with as many as the server gives. */
export const traceQuery = (id: string, whole: boolean) =>
  get(withQuery(`/api/traces/${id}`, whole ? { limit: traceSpanLimits.most } : {}), traceSchema, 60_000);
export const recordQuery = (hash: string) => get(`/api/records/${hash}`, recordDetailSchema);
export const lineageQuery = (hash: string, direction: 'up' | 'down') =>
  get(withQuery(`/api/records/${hash}/lineage`, { direction }), lineageSchema);
export const answerLineageQuery = (traceId: string) => get(`/api/answers/${traceId}/lineage`, answerLineageSchema);
export const documentQuery = (id: string) =>
  get(`/api/documents/${id.split('/').map(encodeURIComponent).join('/')}`, documentViewSchema, 300_000);
/** The current records, newest first, each with one line instead of its body. */
export const recordsQuery = (filter: { readonly type?: string; readonly stage?: string; readonly limit?: number }) =>
  get(withQuery('/api/records', { current: true, bodies: false, ...filter }), recordSummariesSchema);

export interface TypedRecord<Body> extends Omit<z.infer<typeof storedRecordSchema>, 'body'> {
  readonly body: Body;
}

const typedRecords = async <Body>(type: string, schema: ZodType<Body>, signal: AbortSignal) => {
  const { records } = await getJson(
    withQuery('/api/records', { current: true, type, limit: 1000 }),
    recordListSchema,
    signal,
  );
  const read = records.map((record) => ({ record, body: schema.safeParse(record.body) }));
  const fitting = read.flatMap(({ record, body }): TypedRecord<Body>[] =>
    body.success ? [{ ...record, body: body.data }] : [],
  );
  return { records: fitting, unreadable: read.length - fitting.length };
};

/** The current records of one type whose bodies fit the schema, newest first; others are left out and counted. */
export const useRecords = <Body>(type: string, schema: ZodType<Body>) =>
  useQuery({
    queryKey: [`/api/records?type=${type}`, 'bodies'],
    queryFn: async ({ signal }) => typedRecords(type, schema, signal),
    staleTime: 15_000,
  });
