import type { ValidateFunction } from 'ajv';
import { err, ok, type Fault, type Json, type Result } from '#kernel';
import type { Tool } from './define-tool.ts';
import { toolsFaults } from './errors.ts';

export interface ToolRequest {
  readonly name: string;
  /** JSON text, as a model writes it. */
  readonly arguments: string;
}

const argumentCharacters = 20_000;

const problemOf = (check: ValidateFunction): string => {
  const first = check.errors?.[0];
  return first === undefined
    ? 'it does not match'
    : `${first.instancePath || 'the value'} ${first.message ?? 'is wrong'}`;
};

const parseArguments = (tool: Tool, text: string): Result<Json, Fault> => {
  const invalid = (problem: string) => err(toolsFaults.fault('TOOLS_ARGUMENTS_INVALID', { tool: tool.name, problem }));
  if (text.length > argumentCharacters) return invalid(`they are longer than ${argumentCharacters} characters`);
  try {
    const given: Json = JSON.parse(text === '' ? '{}' : text);
    return tool.checkArguments(given) ? ok(given) : invalid(problemOf(tool.checkArguments));
  } catch {
    return invalid('they are not JSON');
  }
};

const runWithin = async (tool: Tool, given: Json, signal: AbortSignal | undefined): Promise<Result<Json, Fault>> => {
  const stop = new AbortController();
  const timedOut = Symbol('timed out');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof timedOut>((resolve) => {
    timer = setTimeout(() => resolve(timedOut), tool.timeoutMs);
  });
  const aborted = new Promise<never>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true, signal: stop.signal });
  });
  try {
    const inner = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
    const outcome = await Promise.race([tool.run(given, { signal: inner }), late, aborted]);
    if (outcome === timedOut)
      return err(toolsFaults.fault('TOOLS_TIMEOUT', { tool: tool.name, timeoutMs: tool.timeoutMs }));
    return outcome;
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
};

/** Calls one tool: arguments and result are checked, the time limit holds. Aborting rejects with the signal's reason. */
export const callTool = async (
  tools: readonly Tool[],
  request: ToolRequest,
  signal?: AbortSignal,
): Promise<Result<Json, Fault>> => {
  const tool = tools.find(({ name }) => name === request.name);
  if (tool === undefined) {
    const known = tools.map(({ name }) => name).join(', ');
    return err(toolsFaults.fault('TOOLS_UNKNOWN', { tool: request.name.slice(0, 100), known }));
  }
  const given = parseArguments(tool, request.arguments);
  if (!given.ok) return given;
  signal?.throwIfAborted();
  const result = await runWithin(tool, given.value, signal);
  if (!result.ok) return result;
  if (tool.checkResult(result.value)) return result;
  return err(toolsFaults.fault('TOOLS_RESULT_INVALID', { tool: tool.name, problem: problemOf(tool.checkResult) }));
};
