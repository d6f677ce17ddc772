import {
  findMetric,
  type ClockDep,
  type FeedbackDep,
  type PointersDep,
  type RecordsDep,
  type SpanStoreDep,
} from '#kernel';
import { charterSchema, type Kpi } from '#plan/charter/contract';
import { readinessReportSchema, type ReadinessReport } from '#prove/readiness/contract';
import { readState } from '#run/rollout';
import { releaseSchema } from '#run/rollout/contract';
import type { LiveKpi, LiveKpis, Traffic } from './contract.ts';
import { isLiveMetric, measureLive, refusalShare, whyUnmeasured } from './live-metrics.ts';
import { readWindow, type ServedAnswer, type Window, type WindowAnswers } from './read-window.ts';

export type KpiDeps = ClockDep & SpanStoreDep & FeedbackDep & RecordsDep & PointersDep;

const buckets = 24;

/** One value a bucket, oldest first; a bucket without enough answers has no point. */
const trendOf = (metric: string, answers: readonly ServedAnswer[], { from, to }: Window): LiveKpi['trend'] => {
  const width = (to - from) / buckets;
  const byBucket = Map.groupBy(answers, ({ at }) => Math.floor((at - from) / width));
  return Array.from({ length: buckets }, (_, bucket) => {
    const estimate = measureLive(metric, byBucket.get(bucket) ?? []);
    return estimate === undefined
      ? []
      : [{ at: new Date(from + bucket * width).toISOString(), value: estimate.value, n: estimate.n }];
  }).flat();
};

const isMet = (value: number, { target }: Kpi, better: LiveKpi['better']): boolean =>
  better === 'higher' ? value >= target : value <= target;

interface KpiInput {
  readonly answers: readonly ServedAnswer[];
  readonly window: Window;
  readonly report: ReadinessReport | undefined;
}

const liveKpi = (kpi: Kpi, { answers, window, report }: KpiInput): LiveKpi => {
  const metric = findMetric(kpi.metric);
  const better = metric?.better ?? 'higher';
  const evaluated = report?.gates.find(({ id }) => id === `kpi-${kpi.id}`)?.measured;
  const known = {
    kpi: kpi.id,
    name: kpi.name,
    metric: kpi.metric,
    unit: metric?.unit ?? 'count',
    target: kpi.target,
    better,
    level: kpi.level,
  };
  const shared = { ...known, ...(evaluated === undefined ? {} : { evaluated }) };
  if (!isLiveMetric(kpi.metric)) return { ...shared, unmeasured: whyUnmeasured(kpi.metric), trend: [] };
  const live = measureLive(kpi.metric, answers);
  if (live === undefined) return { ...shared, unmeasured: 'Too few answers in this window.', trend: [] };
  return { ...shared, live, met: isMet(live.value, kpi, better), trend: trendOf(kpi.metric, answers, window) };
};

const trafficOf = ({ answers, truncated }: WindowAnswers): Traffic => {
  const refused = refusalShare(answers);
  const count = (has: (answer: ServedAnswer) => boolean): number => answers.filter(has).length;
  return {
    answers: answers.length,
    failed: count(({ failed }) => failed),
    simulated: count(({ simulated }) => simulated),
    thumbs: count(({ thumb }) => thumb !== undefined),
    truncated,
    ...(refused === undefined ? {} : { refusalShare: refused }),
  };
};

/** The readiness report of the active release: what the sealed evaluation said about it. */
const readReport = async (
  deps: PointersDep & RecordsDep,
): Promise<{ readonly release: string | undefined; readonly report: ReadinessReport | undefined }> => {
  const { active } = (await readState(deps)).state;
  const release =
    active === undefined ? undefined : releaseSchema.safeParse((await deps.records.get(active))?.body).data;
  const report =
    release === undefined
      ? undefined
      : readinessReportSchema.safeParse((await deps.records.get(release.readiness))?.body).data;
  return { release: active, report };
};

const readKpis = async ({ records }: RecordsDep): Promise<readonly Kpi[]> => {
  const [charter] = await records.list({ type: 'charter/charter', current: true, limit: 1 });
  return charterSchema.safeParse(charter?.body).data?.kpis ?? [];
};

/** Every KPI of the charter as production shows it over the last `minutes`, beside what the sealed evaluation said. */
export const liveKpis = async (deps: KpiDeps, minutes: number): Promise<LiveKpis> => {
  const to = deps.clock.now();
  const window = { from: to - minutes * 60_000, to };
  const [served, { release, report }, kpis] = await Promise.all([
    readWindow(deps, window),
    readReport(deps),
    readKpis(deps),
  ]);
  return {
    from: new Date(window.from).toISOString(),
    to: new Date(window.to).toISOString(),
    ...(release === undefined ? {} : { release }),
    traffic: trafficOf(served),
    kpis: kpis.map((kpi) => liveKpi(kpi, { answers: served.answers, window, report })),
  };
};
