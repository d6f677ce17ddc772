import {
  err,
  ok,
  type ByteExchange,
  type ByteRoute,
  type ClockDep,
  type Fault,
  type IdDep,
  type Result,
} from '#kernel';
import { batchRequestSchema, type BatchRequest } from './batch-contract.ts';
import { batchObject, listObject } from './encode-objects.ts';
import { batchFaults } from './errors.ts';
import { jsonRoute, limitOf, queryOf, type RouteAnswer } from './json-route.ts';
import { ownerOf } from './owner-of.ts';
import type { Batch, BatchStoreDep } from './port.ts';

export interface BatchesDeps extends BatchStoreDep, ClockDep, IdDep {
  /** Tells the worker that there is something to do. */
  readonly wake: () => void;
}

type Answer = Promise<Result<RouteAnswer, Fault>>;

const windowMs = 86_400_000;

const invalid = (path: string, problem: string) =>
  err(batchFaults.fault('SERVE_BATCH_INVALID', { path, problem: problem.slice(0, 300) }));

const parse = (body: Uint8Array): Result<BatchRequest, Fault> => {
  try {
    const parsed = batchRequestSchema.safeParse(JSON.parse(Buffer.from(body).toString()));
    if (parsed.success) return ok(parsed.data);
    const [issue] = parsed.error.issues;
    const path = issue?.path.join('.') ?? '';
    return invalid(path === '' ? 'body' : path, `${path}: ${issue?.message ?? 'it does not fit'}.`);
  } catch {
    return invalid('body', 'it is not JSON.');
  }
};

const create = async (deps: BatchesDeps, { body, key, actor }: ByteExchange): Answer => {
  const request = parse(body);
  if (!request.ok) return request;
  const { input_file_id: inputFile, endpoint, metadata } = request.value;
  const owner = ownerOf(key);
  const file = await deps.batches.file(inputFile, owner);
  if (file === undefined) return err(batchFaults.fault('SERVE_FILE_UNKNOWN', { id: inputFile }));
  if (file.purpose !== 'batch') return invalid('input_file_id', `file ${inputFile} has the purpose ${file.purpose}.`);
  const createdAt = deps.clock.now();
  const batch = await deps.batches.create({
    id: `batch_${deps.ids.uuid().replaceAll('-', '')}`,
    owner: owner ?? actor,
    keyId: actor,
    endpoint,
    inputFile,
    createdAt,
    expiresAt: createdAt + windowMs,
    metadata: metadata ?? undefined,
  });
  deps.wake();
  return ok({ body: batchObject(batch) });
};

const shown = (id: string, batch: Batch | undefined): Result<RouteAnswer, Fault> =>
  batch === undefined
    ? err(batchFaults.fault('SERVE_BATCH_UNKNOWN', { id: id.slice(0, 200) }))
    : ok({ body: batchObject(batch) });

/** `/v1/batches`: create, list, show, cancel. */
export const batchesRoutes = (deps: BatchesDeps): readonly ByteRoute[] => [
  jsonRoute({
    method: 'POST',
    path: '/v1/batches',
    summary: 'Answers the lines of a file in the background',
    answer: (exchange) => create(deps, exchange),
  }),
  jsonRoute({
    method: 'GET',
    path: '/v1/batches',
    summary: 'Batches, newest first',
    answer: async (exchange) => {
      const limit = limitOf(exchange, 20, 100);
      const after = queryOf(exchange, 'after');
      const batches = await deps.batches.list({ owner: ownerOf(exchange.key), limit: limit + 1, after });
      return ok({ body: listObject(batches, limit, batchObject) });
    },
  }),
  jsonRoute({
    method: 'GET',
    path: '/v1/batches/:id',
    summary: 'One batch',
    answer: async ({ params, key }) => {
      const id = params['id'] ?? '';
      return shown(id, await deps.batches.get(id, ownerOf(key)));
    },
  }),
  jsonRoute({
    method: 'POST',
    path: '/v1/batches/:id/cancel',
    summary: 'Ends a batch; what is answered stays',
    answer: async ({ params, key }) => {
      const id = params['id'] ?? '';
      const batch = await deps.batches.cancel(id, ownerOf(key));
      deps.wake();
      return shown(id, batch);
    },
  }),
];
