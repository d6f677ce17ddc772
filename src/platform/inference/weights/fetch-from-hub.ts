import { createWriteStream } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Readable, Transform } from 'node:stream';
import { err, ok, type Result } from '#kernel';
import type { ModelFile, Source } from '#build/models';
import { reasonOf, sizeLimit, type SourceRequest } from './fetch-source.ts';

export interface HubOptions {
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  /** Milliseconds without a byte after which the connection counts as dead. */
  readonly stallMs: number;
}

type HubSource = Extract<Source, { kind: 'hf' }>;

interface RemoteFile {
  readonly url: string;
  readonly etag: string;
  readonly size: number | undefined;
}

const attempts = 5;
const sha256Text = /^[0-9a-f]{64}$/;

/** The digest that a tag is, without its quotes. */
const digestIn = (tag: string): string | undefined => {
  const bare = tag.replace(/^W\//, '').replaceAll('"', '');
  return sha256Text.test(bare) ? bare : undefined;
};

/** Aborts when nothing has happened for a while; `touch` says that something has. */
const createStallGuard = (stallMs: number, signal: AbortSignal | undefined) => {
  const controller = new AbortController();
  const fail = (): void => controller.abort(new Error(`nothing came for ${Math.round(stallMs / 1000)} s`));
  const timer = setTimeout(fail, stallMs);
  return {
    signal: signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]),
    touch: (): void => void timer.refresh(),
    stop: (): void => clearTimeout(timer),
  };
};

const numberIn = (text: string | null): number | undefined => {
  const value = Number(text ?? '');
  return Number.isFinite(value) && value > 0 ? value : undefined;
};

/** What the answer to HEAD says; the hub's tag of a large file is its SHA-256. */
const readHead = (url: string, { status, headers }: Response, file: ModelFile): Result<RemoteFile, string> => {
  if (status >= 400) return err(`the hub answered with HTTP ${status}`);
  const etag = headers.get('x-linked-etag') ?? headers.get('etag') ?? '';
  const known = digestIn(etag);
  if (file.sha256 === undefined && known === undefined) return err('there is no SHA-256 to check the file against');
  if ((file.sha256 ?? known) !== (known ?? file.sha256)) return err('the hub holds another file of that name');
  return ok({ url, etag, size: numberIn(headers.get('x-linked-size')) ?? numberIn(headers.get('content-length')) });
};

/** Asks what the hub holds before anything is downloaded. */
const inspect = async (
  hub: HubOptions,
  source: HubSource,
  { file, signal }: SourceRequest,
): Promise<Result<RemoteFile, string>> => {
  const url = `${hub.baseUrl.replace(/\/$/, '')}/${source.repository}/resolve/main/${source.file}`;
  const guard = createStallGuard(hub.stallMs, signal);
  try {
    return readHead(url, await hub.fetch(url, { method: 'HEAD', redirect: 'manual', signal: guard.signal }), file);
  } finally {
    guard.stop();
  }
};

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;

const tagPath = (target: string): string => `${target}.etag`;

/** Bytes of an earlier attempt at the same file; a partial file of another version is dropped. */
const keptBytes = async (target: string, etag: string): Promise<number> => {
  const kept = await readFile(tagPath(target), 'utf8').catch(() => undefined);
  if (kept === etag && etag !== '') return sizeOf(target);
  await rm(target, { force: true });
  await writeFile(tagPath(target), etag);
  return 0;
};

const download = async (hub: HubOptions, remote: RemoteFile, request: SourceRequest): Promise<void> => {
  const { target, onProgress } = request;
  const start = await keptBytes(target, remote.etag);
  if (remote.size !== undefined && start === remote.size) return;
  const guard = createStallGuard(hub.stallMs, request.signal);
  try {
    const range = start === 0 ? {} : { range: `bytes=${start}-`, 'if-range': remote.etag };
    const response = await hub.fetch(remote.url, { headers: range, signal: guard.signal });
    if (response.status === 416) await rm(target, { force: true });
    if (!response.ok || response.body === null) throw new Error(`the hub answered with HTTP ${response.status}`);
    const resumed = response.status === 206;
    const limit = Math.min(sizeLimit(request.file), remote.size ?? Number.POSITIVE_INFINITY);
    let done = resumed ? start : 0;
    const count = new Transform({
      transform: (piece: Uint8Array, _encoding, next) => {
        done += piece.length;
        guard.touch();
        onProgress(done, remote.size);
        next(done > limit ? new Error(`more than ${limit} bytes came`) : null, piece);
      },
    });
    await pipeline(Readable.fromWeb(response.body), count, createWriteStream(target, { flags: resumed ? 'a' : 'w' }), {
      signal: guard.signal,
    });
  } finally {
    guard.stop();
  }
};

/** Downloads from a hub, going on where an earlier attempt stopped. Gives the digest that the hub names, if any. */
export const fetchFromHub = async (
  hub: HubOptions,
  source: HubSource,
  request: SourceRequest,
): Promise<Result<string | undefined, string>> => {
  const remote = await inspect(hub, source, request);
  if (!remote.ok) return remote;
  for (let attempt = 1; ; attempt += 1) {
    const before = await sizeOf(request.target);
    try {
      await download(hub, remote.value, request);
      await rm(tagPath(request.target), { force: true });
      return ok(digestIn(remote.value.etag));
    } catch (thrown) {
      request.signal?.throwIfAborted();
      const moved = (await sizeOf(request.target)) > before;
      if (attempt >= attempts || !moved) return err(reasonOf(thrown));
    }
  }
};
