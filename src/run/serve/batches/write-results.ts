import type { BlobsDep, ClockDep, IdDep } from '#kernel';
import { requestId } from './answer-line.ts';
import type { BatchLine } from './parse-lines.ts';
import type { Batch, BatchStoreDep, FinishedBatch, LineResult, StoredFile } from './port.ts';
import { sealFile } from './sealed-file.ts';

export type ResultsDeps = BatchStoreDep & BlobsDep & ClockDep & IdDep;

const page = 200;

/** What stands in the error file for lines that were never answered. */
const leftOver = {
  cancelled: { code: 'batch_cancelled', message: 'The batch was cancelled before this request was answered.' },
  expired: { code: 'batch_expired', message: 'The batch expired before this request was answered.' },
  completed: { code: 'batch_incomplete', message: 'This request was not answered.' },
} as const;

interface Gathered {
  readonly output: Buffer[];
  readonly errors: Buffer[];
  readonly done: Set<number>;
}

const add = ({ output, errors, done }: Gathered, { line, failed, outcome }: LineResult): void => {
  (failed ? errors : output).push(Buffer.from(`${outcome}\n`));
  done.add(line);
};

const gather = async ({ batches }: BatchStoreDep, batch: string): Promise<Gathered> => {
  const gathered: Gathered = { output: [], errors: [], done: new Set() };
  for (let after = -1; ;) {
    const results = await batches.results(batch, { after, limit: page });
    for (const result of results) add(gathered, result);
    const last = results.at(-1);
    if (last === undefined || results.length < page) return gathered;
    after = last.line;
  }
};

const writeFile = async (
  deps: BlobsDep & ClockDep & IdDep,
  batch: Batch,
  { kind, parts }: { readonly kind: 'output' | 'error'; readonly parts: readonly Buffer[] },
): Promise<StoredFile | undefined> => {
  if (parts.length === 0) return undefined;
  const content = Buffer.concat(parts);
  const id = `file-${deps.ids.uuid().replaceAll('-', '')}`;
  return {
    id,
    owner: batch.owner,
    purpose: 'batch_output',
    filename: `${batch.id}_${kind}.jsonl`,
    bytes: content.length,
    blob: await sealFile(deps, { id, content }),
    createdAt: deps.clock.now(),
  };
};

/** Writes the results into an output and an error file, in the order of the lines. */
export const writeResults = async (
  deps: ResultsDeps,
  batch: Batch,
  { lines, status }: { readonly lines: readonly BatchLine[]; readonly status: FinishedBatch['status'] },
): Promise<FinishedBatch> => {
  const gathered = await gather(deps, batch.id);
  const { output, errors, done } = gathered;
  const completed = output.length;
  for (const { line, customId } of lines) {
    if (done.has(line)) continue;
    const entry = { id: requestId(deps), custom_id: customId, response: null, error: leftOver[status] };
    errors.push(Buffer.from(`${JSON.stringify(entry)}\n`));
  }
  const outputFile = await writeFile(deps, batch, { kind: 'output', parts: output });
  const errorFile = await writeFile(deps, batch, { kind: 'error', parts: errors });
  return {
    status,
    files: [outputFile, errorFile].filter((file) => file !== undefined),
    outputFile: outputFile?.id,
    errorFile: errorFile?.id,
    counts: { total: lines.length, completed, failed: errors.length },
  };
};
