import type { Dialect, UsageReader } from '#build/models';
import type { Usage } from '#build/models/contract';

const longestTail = 256 * 1024;

interface ReportedUsage {
  readonly prompt_tokens?: number;
  readonly input_tokens?: number;
  readonly completion_tokens?: number;
  readonly output_tokens?: number;
}

const usageOf = (given: ReportedUsage | null | undefined): Usage | undefined =>
  given === null || given === undefined
    ? undefined
    : {
        inputTokens: given.prompt_tokens ?? given.input_tokens ?? 0,
        cachedInputTokens: 0,
        outputTokens: given.completion_tokens ?? given.output_tokens ?? 0,
      };

const parse = (text: string): { readonly usage?: ReportedUsage | null } | undefined => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const ends = /data: \[DONE\]|"finish_reason":\s*"|"type":\s*"(?:message_stop|response\.(?:completed|incomplete))"/;

/** Reads usage as OpenAI's chat completions report it. */
export const plainUsageReader = (_: Dialect, streamed: boolean): UsageReader => {
  let [tail, outputBytes, finished] = ['', 0, false];
  let usage: Usage | undefined;
  const readEvents = (): void => {
    const lines = tail.split('\n');
    tail = lines.pop() ?? '';
    for (const line of lines) {
      finished ||= ends.test(line);
      if (!line.startsWith('data: {')) continue;
      usage = (line.includes('"usage"') ? usageOf(parse(line.slice(6))?.usage) : undefined) ?? usage;
      outputBytes += /"content":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1]?.length ?? 0;
    }
  };
  return {
    push: (bytes) => {
      tail = (tail + Buffer.from(bytes).toString('utf8')).slice(-longestTail);
      if (streamed) readEvents();
    },
    read: () => {
      if (streamed) return { usage, finished, outputBytes };
      const whole = parse(tail);
      return { usage: usageOf(whole?.usage), finished: whole !== undefined, outputBytes: tail.length };
    },
  };
};
