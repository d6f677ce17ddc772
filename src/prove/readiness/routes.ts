import { z } from 'zod';
import {
  defineRoute,
  err,
  ok,
  type BlobsDep,
  type Fault,
  type RecordsDep,
  type Result,
  type Route,
  type RouteReply,
} from '#kernel';
import { waiverSchema } from './contract.ts';
import { readinessFault } from './errors.ts';
import { readReport, waiveGate } from './waive-gate.ts';

const waiverBody = waiverSchema.extend({
  actor: z.string().trim().min(1).max(100),
  reason: z.string().trim().min(3).max(2000),
});

const showReport = async (deps: RecordsDep & BlobsDep): Promise<Result<RouteReply, Fault>> => {
  const report = await readReport(deps);
  const page = report && (await deps.blobs.get(report.body.htmlBlob));
  if (page === undefined) return err(readinessFault('READINESS_REPORT_MISSING'));
  return ok({ kind: 'text', contentType: 'text/html; charset=utf-8', body: new TextDecoder().decode(page) });
};

const takeWaiver = async (deps: RecordsDep, waiver: z.infer<typeof waiverBody>): Promise<Result<RouteReply, Fault>> => {
  const stored = await waiveGate(deps, waiver);
  return stored.ok
    ? ok({ kind: 'json', status: 201, body: { record: stored.value.hash, next: 'throughline run readiness' } })
    : stored;
};

/** The readiness API: waive a gate, read the report. */
export const readinessRoutes = (deps: RecordsDep & BlobsDep): readonly Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/readiness/waivers',
    access: 'session',
    summary: 'Waive a gate, by name and with a reason',
    body: waiverBody,
    handle: ({ body }) => takeWaiver(deps, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/readiness/report.html',
    access: 'session',
    summary: 'The newest readiness report as a page',
    handle: () => showReport(deps),
  }),
];
