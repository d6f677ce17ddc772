import { defineStage, err, findMetric, ok, type Fault, type RecordDraft, type Result, type StageInput } from '#kernel';
import type { Charter } from '#plan/charter/contract';
import { monitorConfigSchema, type AlertRule, type MonitorConfig, type MonitorConfiguration } from './contract.ts';
import { monitorFaults } from './errors.ts';
import { isLiveMetric, whyUnmeasured } from './live-metrics.ts';

const problemOf = ({ metric, above, below }: AlertRule): string | undefined => {
  if (!isLiveMetric(metric)) return `Its metric ${metric} cannot be measured in production.`;
  return above === undefined && below === undefined ? 'It has neither `above` nor `below`.' : undefined;
};

const checkRules = (rules: readonly AlertRule[]): Result<void, Fault> => {
  const seen = new Set<string>();
  for (const rule of rules) {
    const problem = seen.has(rule.id) ? 'Another rule has the same id.' : problemOf(rule);
    if (problem !== undefined) return err(monitorFaults.fault('MONITOR_RULE_INVALID', { id: rule.id, problem }));
    seen.add(rule.id);
  }
  return ok(undefined);
};

const watched = ({ id, metric }: Charter['kpis'][number]): MonitorConfiguration['kpis'][number] => {
  const live = isLiveMetric(metric);
  return { kpi: id, metric, live, because: live ? (findMetric(metric)?.says ?? '') : whyUnmeasured(metric) };
};

const run = async (
  _deps: object,
  { config, read }: StageInput<MonitorConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const checked = checkRules(config.alerts);
  if (!checked.ok) return checked;
  const charters = read<Charter>('charter/charter');
  const releases = read('rollout/release');
  const body: MonitorConfiguration = {
    alerts: config.alerts,
    kpis: charters.flatMap(({ body: { kpis } }) => kpis.map(watched)),
  };
  return ok([{ type: 'monitor/configuration', body, inputs: [...charters, ...releases].map(({ hash }) => hash) }]);
};

/** Writes down what is watched in production, by which rules, and what production cannot measure. */
export const monitorStage = defineStage<MonitorConfig, object>({
  name: 'monitor',
  phase: 'run',
  question: 'Does production keep what the charter promises?',
  reads: ['charter/charter', 'rollout/release'],
  writes: ['monitor/configuration'],
  config: monitorConfigSchema,
  run,
});
