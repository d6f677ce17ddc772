import { findMetric } from '#kernel';
import type { KpiCheck, MetricEstimate, Scorecard } from './contract.ts';
import { formatInterval, formatValue } from './format-estimate.ts';

const columns = ['metric', 'value', 'interval', 'n', 'target', ''] as const;

type Row = readonly string[];

const marks = { met: 'met', missed: 'MISSED', unknown: 'unmeasured' } as const;

const targetCells = (check: KpiCheck | undefined): readonly [string, string] => {
  if (check === undefined) return ['', ''];
  const side = check.better === 'higher' ? '>=' : '<=';
  const stretch = check.level === 'stretch' ? ' (stretch)' : '';
  return [`${side} ${formatValue(check.metric, check.target)}`, marks[check.verdict] + stretch];
};

const metricRow = (metric: string, estimate: MetricEstimate | undefined, check: KpiCheck | undefined): Row => [
  findMetric(metric)?.name ?? metric,
  estimate ? formatValue(metric, estimate.value) : '-',
  estimate ? formatInterval(metric, estimate) : '-',
  estimate ? String(estimate.n) : '-',
  ...targetCells(check),
];

/** Pads the cells of rows into aligned columns. */
export const alignRows = (rows: readonly Row[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const failureLines = ({ failures, results }: Scorecard): readonly string[] =>
  failures.map(({ group, caseIds }) => {
    const shown = caseIds.slice(0, 4).join(', ');
    const more = caseIds.length > 4 ? `, and ${caseIds.length - 4} more` : '';
    return `  ${group}: ${caseIds.length} of ${results.length} (${shown}${more})`;
  });

const unscoredLines = ({ unscored = {} }: Scorecard): readonly string[] =>
  Object.entries(unscored).map(
    ([metric, count]) => `  ${metric}: ${count} that could not be scored are in no figure above`,
  );

const missingChecks = ({ metrics }: Scorecard, checks: readonly KpiCheck[]): readonly Row[] =>
  checks
    .filter(({ metric }) => metrics[metric] === undefined)
    .map((check) => metricRow(check.metric, undefined, check));

/** A scorecard as a terminal table: every metric with its interval, KPI targets beside it, failures below. */
export const renderScorecard = (scorecard: Scorecard, checks: readonly KpiCheck[] = []): string => {
  const checksByMetric = new Map(checks.map((check) => [check.metric, check]));
  const measured = Object.entries(scorecard.metrics).map(([metric, estimate]) =>
    metricRow(metric, estimate, checksByMetric.get(metric)),
  );
  const levels = new Set(Object.values(scorecard.metrics).map(({ level }) => `${Math.round(level * 100)} %`));
  const head = `${scorecard.candidateName} on ${scorecard.results.length} ${scorecard.split} questions (set ${scorecard.caseSetVersion}), intervals ${[...levels].join(', ')}`;
  return [
    head,
    '',
    alignRows([columns, ...measured, ...missingChecks(scorecard, checks)]),
    ...(scorecard.failures.length > 0 ? ['', 'failures', ...failureLines(scorecard)] : []),
    ...(unscoredLines(scorecard).length > 0 ? ['', 'not scored', ...unscoredLines(scorecard)] : []),
  ].join('\n');
};
