/** Lets the events of a stream through, but for the one with usage that only we asked for. */
export interface UsageFilter {
  /** What may go on to the client now; empty while an event is not whole. */
  readonly push: (bytes: Buffer) => Buffer;
  /** What is left when the stream ends. */
  readonly rest: () => Buffer;
}

const none = Buffer.alloc(0);
const newline = 0x0a;
/** An event longer than this is let through in pieces: the one we look for is short. */
const longestHeld = 64 * 1024;

const isUsageOnly = (event: string): boolean => {
  const data = /^data:(.*)$/m.exec(event)?.[1];
  if (data === undefined) return false;
  try {
    const { choices, usage } = JSON.parse(data);
    return Array.isArray(choices) && choices.length === 0 && typeof usage === 'object' && usage !== null;
  } catch {
    return false;
  }
};

/** The place behind the last empty line, which ends an event; 0 when there is none. */
const lastEnd = (bytes: Buffer): number => {
  let at = bytes.lastIndexOf(newline);
  while (at > 0) {
    const before = bytes[at - 1];
    if (before === newline || (before === 0x0d && bytes[at - 2] === newline)) return at + 1;
    at = bytes.lastIndexOf(newline, at - 1);
  }
  return 0;
};

const withoutUsage = (events: Buffer): Buffer => {
  if (!events.includes('"choices"') || !/"choices"\s*:\s*\[\s*\]/.test(events.toString('latin1'))) return events;
  const kept = events
    .toString('utf8')
    .split(/(?<=\r?\n\r?\n)/)
    .filter((event) => !isUsageOnly(event));
  return Buffer.from(kept.join(''));
};

/** Most pieces are whole events and pass as they are; only the end of an unfinished one is held. */
export const createUsageFilter = (): UsageFilter => {
  let held: Buffer = none;
  return {
    push: (bytes) => {
      const all = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      const end = lastEnd(all);
      held = all.subarray(end);
      if (held.length > longestHeld) {
        held = none;
        return all;
      }
      return end === 0 ? none : withoutUsage(all.subarray(0, end));
    },
    rest: () => {
      const rest = withoutUsage(held);
      held = none;
      return rest;
    },
  };
};
