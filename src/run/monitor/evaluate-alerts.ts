import { z } from 'zod';
import type { FeedbackDep, PointersDep, SpanStoreDep } from '#kernel';
import { formatValue } from '#prove/evaluate';
import type { AlertRule, AlertState, MonitorConfig } from './contract.ts';
import { measureLive } from './live-metrics.ts';
import { readWindow, type ServedAnswer } from './read-window.ts';

export type AlertDeps = SpanStoreDep & FeedbackDep & PointersDep;

const alertsPointer = 'monitor/alerts';
const storedSchema = z.record(z.string(), z.object({ state: z.enum(['ok', 'firing', 'no-data']), since: z.string() }));
type Stored = z.infer<typeof storedSchema>;

interface Reading {
  readonly state: AlertState['state'];
  readonly value: number | undefined;
  readonly says: string;
}

/** A firing alert resolves only when the value is this much on the right side, so that it does not flap. */
const slack = 0.1;

const isWrong = ({ above, below }: AlertRule, value: number): boolean =>
  (above !== undefined && value > above) || (below !== undefined && value < below);

const isClearlyRight = ({ above, below }: AlertRule, value: number): boolean =>
  (above === undefined || value <= above * (1 - slack)) && (below === undefined || value >= below * (1 + slack));

const line = ({ metric, above, below }: AlertRule): string =>
  [
    above === undefined ? '' : `above ${formatValue(metric, above)}`,
    below === undefined ? '' : `below ${formatValue(metric, below)}`,
  ]
    .filter((text) => text !== '')
    .join(' or ');

/** Wrong over the whole window and in both its halves: a burst that is over does not fire. */
const isWrongThroughout = (rule: AlertRule, answers: readonly ServedAnswer[], middle: number): boolean => {
  const parts = [answers, answers.filter(({ at }) => at < middle), answers.filter(({ at }) => at >= middle)];
  return parts.every((part) => {
    const value = measureLive(rule.metric, part)?.value;
    return value !== undefined && isWrong(rule, value);
  });
};

const readRule = (
  rule: AlertRule,
  answers: readonly ServedAnswer[],
  { now, before }: { readonly now: number; readonly before: AlertState['state'] },
): Reading => {
  const from = now - rule.windowMinutes * 60_000;
  const mine = answers.filter(({ at }) => at >= from);
  const estimate = measureLive(rule.metric, mine);
  const minutes = `the last ${rule.windowMinutes} minutes`;
  if (estimate === undefined || estimate.n < rule.minimumSamples) {
    return {
      state: 'no-data',
      value: undefined,
      says: `${estimate?.n ?? 0} answers in ${minutes}; ${rule.minimumSamples} are needed.`,
    };
  }
  const { value, n } = estimate;
  const says = `${rule.metric} is ${formatValue(rule.metric, value)} over ${n} answers of ${minutes}; the alert is ${line(rule)}.`;
  const isFiring =
    before === 'firing' ? !isClearlyRight(rule, value) : isWrongThroughout(rule, mine, from + (now - from) / 2);
  return { state: isFiring ? 'firing' : 'ok', value, says };
};

const kinds = { firing: 'alert-fire', ok: 'alert-resolve', 'no-data': 'alert-no-data' } as const;

interface Change {
  readonly rule: AlertRule;
  readonly reading: Reading;
  readonly since: string;
}

/** Stores one change with its ledger entry; another process that was faster has stored it already. */
const storeChange = async ({ pointers }: PointersDep, { rule, reading, since }: Change): Promise<void> => {
  const pointer = await pointers.get(alertsPointer);
  const stored: Stored = storedSchema.safeParse(pointer?.value).data ?? {};
  if (stored[rule.id]?.state === reading.state) return;
  const value = { ...stored, [rule.id]: { state: reading.state, since } };
  const payload = { says: reading.says, value: reading.value ?? null };
  await pointers.set(
    { name: alertsPointer, value, expectedVersion: pointer?.version ?? 0 },
    { actor: 'monitor', kind: kinds[reading.state], subject: rule.id, payload },
  );
};

/** Evaluates every rule at a time; what changed is stored and stands in the ledger. `ok` to `no-data` and back is not an event. */
export const evaluateAlerts = async (
  deps: AlertDeps,
  now: number,
  { alerts }: MonitorConfig,
): Promise<readonly AlertState[]> => {
  const longest = Math.max(0, ...alerts.map(({ windowMinutes }) => windowMinutes));
  const { answers } = await readWindow(deps, { from: now - longest * 60_000, to: now + 1 });
  const stored = storedSchema.safeParse((await deps.pointers.get(alertsPointer))?.value).data ?? {};
  const states: AlertState[] = [];
  for (const rule of alerts) {
    const before = stored[rule.id];
    const reading = readRule(rule, answers, { now, before: before?.state ?? 'ok' });
    const isChange = (reading.state === 'firing') !== (before?.state === 'firing');
    const since = isChange || before === undefined ? new Date(now).toISOString() : before.since;
    if (isChange) await storeChange(deps, { rule, reading, since });
    states.push({
      rule,
      state: reading.state,
      since,
      says: reading.says,
      ...(reading.value === undefined ? {} : { value: reading.value }),
    });
  }
  return states;
};
