import {
  err,
  ok,
  type BlobsDep,
  type ByteExchange,
  type ByteRoute,
  type ClockDep,
  type Fault,
  type IdDep,
  type Result,
} from '#kernel';
import { fileObject, listObject } from './encode-objects.ts';
import { batchFaults } from './errors.ts';
import { jsonRoute, limitOf, queryOf, type RouteAnswer } from './json-route.ts';
import { ownerOf } from './owner-of.ts';
import type { BatchStoreDep, StoredFile } from './port.ts';
import { readForm } from './read-form.ts';
import { openFile, sealFile } from './sealed-file.ts';

export type FilesDeps = BatchStoreDep & BlobsDep & ClockDep & IdDep;
type Answer = Promise<Result<RouteAnswer, Fault>>;

const [maximumFileBytes, maximumFiles] = [100 * 1024 * 1024, 1_000];

const invalid = (problem: string) =>
  err(batchFaults.fault('SERVE_FILE_INVALID', { problem: problem.slice(0, 300), path: 'file' }));

const find = async ({ batches }: BatchStoreDep, { params, key }: ByteExchange): Promise<Result<StoredFile, Fault>> => {
  const id = params['id'] ?? '';
  const file = await batches.file(id, ownerOf(key));
  return file === undefined ? err(batchFaults.fault('SERVE_FILE_UNKNOWN', { id: id.slice(0, 200) })) : ok(file);
};

/** A name that a header or a terminal cannot be tricked with. */
const safeName = (name: string): string => name.replaceAll(/[^\w.\- ]/g, '_').slice(0, 200) || 'file.jsonl';

const upload = async (deps: FilesDeps, { headers, body, key, actor }: ByteExchange): Answer => {
  const form = await readForm(headers['content-type'] ?? '', body).catch((thrown: unknown) =>
    thrown instanceof Error ? thrown : new Error('it cannot be read'),
  );
  if (form instanceof Error) return invalid(`${form.message}.`);
  const purpose = form.fields.get('purpose');
  if (purpose !== 'batch') return invalid(`purpose ${purpose ?? '(none)'} is not known here, only "batch".`);
  if (form.file === undefined) return invalid('there is no file in it.');
  const { name, content } = form.file;
  const id = `file-${deps.ids.uuid().replaceAll('-', '')}`;
  const file: StoredFile = {
    id,
    owner: ownerOf(key) ?? actor,
    purpose,
    filename: safeName(name),
    bytes: content.length,
    blob: await sealFile(deps, { id, content }),
    createdAt: deps.clock.now(),
  };
  await deps.batches.addFile(file);
  return ok({ body: fileObject(file) });
};

const list = async ({ batches }: BatchStoreDep, exchange: ByteExchange): Answer => {
  const limit = limitOf(exchange, maximumFiles, maximumFiles);
  const files = await batches.files({
    owner: ownerOf(exchange.key),
    limit: limit + 1,
    after: queryOf(exchange, 'after'),
    purpose: queryOf(exchange, 'purpose'),
    ascending: queryOf(exchange, 'order') === 'asc',
  });
  return ok({ body: listObject(files, limit, fileObject) });
};

const content = async (deps: BatchStoreDep & BlobsDep, exchange: ByteExchange): Answer => {
  const file = await find(deps, exchange);
  if (!file.ok) return file;
  const bytes = await openFile(deps, file.value);
  if (bytes === undefined) return err(batchFaults.fault('SERVE_FILE_CONTENT_LOST', { id: file.value.id }));
  return ok({ body: bytes, contentType: 'application/octet-stream' });
};

const remove = async ({ batches, blobs }: BatchStoreDep & BlobsDep, { params, key }: ByteExchange): Answer => {
  const id = (params['id'] ?? '').slice(0, 200);
  const deleted = await batches.deleteFile(id, ownerOf(key));
  if (deleted === undefined) return err(batchFaults.fault('SERVE_FILE_UNKNOWN', { id }));
  if (deleted === 'in-use') return err(batchFaults.fault('SERVE_FILE_IN_USE', { id }));
  await blobs.delete(deleted.blob);
  return ok({ body: { id, object: 'file', deleted: true } });
};

/** `/v1/files`: upload, list, show, content, delete. */
export const filesRoutes = (deps: FilesDeps): readonly ByteRoute[] => [
  jsonRoute({
    method: 'POST',
    path: '/v1/files',
    summary: 'Uploads the lines of a batch',
    maximumBodyBytes: maximumFileBytes,
    answer: (exchange) => upload(deps, exchange),
  }),
  jsonRoute({
    method: 'GET',
    path: '/v1/files',
    summary: 'Uploaded files and results of batches',
    answer: (exchange) => list(deps, exchange),
  }),
  jsonRoute({
    method: 'GET',
    path: '/v1/files/:id',
    summary: 'One file',
    answer: async (exchange) => {
      const file = await find(deps, exchange);
      return file.ok ? ok({ body: fileObject(file.value) }) : file;
    },
  }),
  jsonRoute({
    method: 'GET',
    path: '/v1/files/:id/content',
    summary: 'The bytes of a file',
    answer: (exchange) => content(deps, exchange),
  }),
  jsonRoute({
    method: 'DELETE',
    path: '/v1/files/:id',
    summary: 'Deletes a file and its bytes',
    answer: (exchange) => remove(deps, exchange),
  }),
];
