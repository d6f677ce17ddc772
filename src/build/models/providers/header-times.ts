type Headers = Readonly<Record<string, string>>;

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Go's durations, `6m0s` or `17ms`, and plain seconds. */
export const durationMs = (text: string): number | undefined => {
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return Math.ceil(Number(text) * 1000);
  if (!/^(?:\d{1,9}(?:\.\d{1,9})?(?:ms|[smhd])){1,5}$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g);
  return Math.ceil([...parts].reduce((sum, [, count, unit = 's']) => sum + Number(count) * (unitMs[unit] ?? 0), 0));
};

/** Milliseconds until a moment, counted from the moment at which the server answered. */
export const untilMs = (headers: Headers, moment: string | undefined): number | undefined => {
  if (moment === undefined) return undefined;
  const wait = Date.parse(moment) - Date.parse(headers['date'] ?? '');
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
};

/** How long the answer asks to wait: `retry-after-ms`, or `retry-after` in seconds or as a date. */
export const askedWaitMs = (headers: Headers): number | undefined => {
  const [exact, after] = [headers['retry-after-ms'], headers['retry-after']];
  if (exact !== undefined && /^\d{1,9}(?:\.\d{1,9})?$/.test(exact)) return Math.ceil(Number(exact));
  if (after === undefined) return undefined;
  return durationMs(after) ?? untilMs(headers, after);
};

/** A whole number of a header; the first of these names that holds one. */
export const countIn = (headers: Headers, ...names: readonly string[]): number | undefined => {
  const text = names.map((name) => headers[name]).find((value) => value !== undefined && /^\d{1,15}$/.test(value));
  return text === undefined ? undefined : Number(text);
};
