import { z } from 'zod';
import { isObject } from '../dialects/json-value.ts';
import type { JsonObject } from '../dialects/port.ts';
import type { BatchProblem } from './batch-contract.ts';

/** Where a request stands in the input; its text is parsed again when its turn comes. */
export interface BatchLine {
  readonly line: number;
  readonly customId: string;
  readonly start: number;
  readonly end: number;
}

export interface ParsedLines {
  readonly lines: readonly BatchLine[];
  readonly problems: readonly BatchProblem[];
}

const lineSchema = z.object({
  custom_id: z.string().min(1).max(512),
  method: z.literal('POST'),
  url: z.string(),
  body: z.custom<JsonObject>(isObject, 'expected an object'),
});

const [maximumLines, maximumProblems, newline] = [50_000, 100, 0x0a];
/** Lines between two pauses in which others get their turn. */
const slice = 200;

/** The request of one line, or what is wrong with it. */
export const parseLine = (text: string): z.infer<typeof lineSchema> | Omit<BatchProblem, 'line'> => {
  const read = (): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  };
  const value = read();
  if (value === undefined) return { code: 'invalid_json_line', message: 'The line is not JSON.', param: null };
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const param = issue?.path.join('.') ?? null;
  return { code: 'invalid_request', message: `${param ?? ''}: ${issue?.message ?? 'it does not fit'}.`, param };
};

const judge = (text: string, endpoint: string, seen: ReadonlySet<string>): string | Omit<BatchProblem, 'line'> => {
  const request = parseLine(text);
  if ('code' in request) return request;
  if (request.url !== endpoint)
    return {
      code: 'mismatched_endpoint',
      message: `url is ${request.url.slice(0, 100)}, not ${endpoint}.`,
      param: 'url',
    };
  if (seen.has(request.custom_id))
    return { code: 'duplicate_custom_id', message: `custom_id ${request.custom_id} stands twice.`, param: 'custom_id' };
  return request.custom_id;
};

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const whole = (code: string, message: string): ParsedLines => ({
  lines: [],
  problems: [{ code, message, line: null, param: null }],
});

/** Checks every line of the input, in slices, and remembers where it stands. Empty lines are skipped. */
export const parseLines = async (input: Buffer, endpoint: string): Promise<ParsedLines> => {
  const [lines, problems]: [BatchLine[], BatchProblem[]] = [[], []];
  const seen = new Set<string>();
  for (let start = 0, number = 1; start < input.length && problems.length < maximumProblems; number += 1) {
    const found = input.indexOf(newline, start);
    const end = found === -1 ? input.length : found;
    const text = input.toString('utf8', start, end).trim();
    const judged = text === '' ? undefined : judge(text, endpoint, seen);
    if (typeof judged === 'string') {
      seen.add(judged);
      lines.push({ line: lines.length, customId: judged, start, end });
    } else if (judged !== undefined) problems.push({ ...judged, line: number });
    if (lines.length > maximumLines) return whole('too_many_tasks', `A batch has at most ${maximumLines} requests.`);
    if (number % slice === 0) await pause();
    start = end + 1;
  }
  return lines.length === 0 && problems.length === 0
    ? whole('empty_file', 'The file has no requests.')
    : { lines, problems };
};
