import { findMetric, shortHash } from '#kernel';
import { formatInterval, formatValue } from '#prove/evaluate';
import type { MetricEstimate, Scorecard } from '#prove/evaluate/contract';
import type { Kpi } from '#plan/charter/contract';
import type { Gate, Probes, ReadinessReport } from '../contract.ts';
import { nothing, safe, type Html } from './html.ts';
import { intervalBar } from './interval-bar.ts';
import { style } from './style.ts';

export interface RenderInput {
  readonly report: Omit<ReadinessReport, 'htmlBlob'>;
  readonly project: string;
  /** Why it is this candidate. */
  readonly because: string;
  readonly kpis: readonly Kpi[];
  readonly scorecard: Scorecard | undefined;
  readonly probes: Probes;
  /** When it was made, milliseconds since 1970. */
  readonly at: number;
}

const instant = new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'short' });

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

type State = { readonly mark: string; readonly word: string; readonly style: string };

const stateOf = ({ verdict, blocking, waivedBy }: Gate): State => {
  if (waivedBy !== undefined) return { mark: '◇', word: 'waived', style: 'waived' };
  if (verdict === 'pass') return { mark: '✓', word: 'pass', style: 'pass' };
  if (verdict === 'unknown') return { mark: '?', word: 'unknown', style: 'unknown' };
  return blocking
    ? { mark: '✕', word: 'fail', style: 'fail' }
    : { mark: '△', word: 'missed, stretch', style: 'unknown' };
};

/** The metric whose unit a gate's figure has. */
const metricOf = (gate: Gate, kpis: readonly Kpi[]): string | undefined => {
  const fixed: Readonly<Record<string, string>> = {
    'load-latency': 'latency-p95',
    budget: 'cost-per-answer',
    'guardrail-probes': 'guardrail-pass-rate',
  };
  return fixed[gate.id] ?? kpis.find(({ id }) => `kpi-${id}` === gate.id)?.metric;
};

const figure = (metric: string, estimate: MetricEstimate, target?: number): Html =>
  safe`${formatValue(metric, estimate.value)}<small>${formatInterval(metric, estimate)}, ${Math.round(estimate.level * 100)} % interval, n ${estimate.n}</small>${intervalBar({ metric, estimate, ...(target !== undefined && { target }) })}`;

const waiverNote = ({ waivedBy }: Gate): Html =>
  waivedBy
    ? safe`<small>Waived by ${waivedBy.actor}: ${waivedBy.reason} <code>${shortHash(waivedBy.record)}</code></small>`
    : nothing;

const gateRow = (gate: Gate, kpis: readonly Kpi[]): Html => {
  const state = stateOf(gate);
  const metric = metricOf(gate, kpis);
  const target = kpis.find(({ id }) => `kpi-${id}` === gate.id)?.target;
  const measured = gate.measured && metric !== undefined ? figure(metric, gate.measured, target) : nothing;
  const evidence =
    gate.evidence === undefined ? nothing : safe`<small>Evidence <code>${shortHash(gate.evidence)}</code></small>`;
  return safe`<tr><td class="state ${state.style}"><span aria-hidden="true">${state.mark}</span> ${state.word}</td><th scope="row">${gate.name}<small>${gate.blocking ? 'blocking' : 'stretch, never blocks'}</small></th><td data-label="Target">${gate.target}</td><td class="number">${measured}</td><td>${gate.says}${waiverNote(gate)}${evidence}</td></tr>`;
};

const table = (caption: string, heads: readonly string[], rows: readonly Html[]): Html =>
  safe`<div class="scroll"><table><caption>${caption}</caption><thead><tr>${heads.map((head) => safe`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;

const metricRow = ([metric, estimate]: readonly [string, MetricEstimate]): Html =>
  safe`<tr><th scope="row">${findMetric(metric)?.name ?? metric}</th><td class="number">${figure(metric, estimate)}</td><td>${findMetric(metric)?.says ?? ''}<small>${estimate.method}</small></td></tr>`;

const failureRow =
  (results: number) =>
  ({ group, caseIds, share }: Scorecard['failures'][number]): Html =>
    safe`<tr><th scope="row">${group}</th><td class="number">${caseIds.length} of ${results} (${(share * 100).toFixed(0)} %)</td><td>${caseIds.join(', ')}</td></tr>`;

const scorecardSection = (scorecard: Scorecard | undefined): Html => {
  if (scorecard === undefined) return safe`<h2>Sealed questions</h2><p>The sealed questions were not scored.</p>`;
  const failures =
    scorecard.failures.length === 0
      ? safe`<p>No question failed.</p>`
      : table(
          'Every failure stands in exactly one group.',
          ['Group', 'Questions', 'Which'],
          scorecard.failures.map(failureRow(scorecard.results.length)),
        );
  return safe`<h2>Sealed questions</h2>${table(`Measured on ${scorecard.results.length} questions. A metric that could not be measured is left out.`, ['Metric', 'Value', 'What it says'], Object.entries(scorecard.metrics).map(metricRow))}<h2>Failures</h2>${failures}`;
};

const probeRow = ({ id, risk, outcome, found }: Probes['results'][number]): Html =>
  safe`<tr><td class="state ${outcome === 'withstood' ? 'pass' : outcome === 'leaked' ? 'fail' : 'unknown'}">${outcome}</td><th scope="row">${id}</th><td data-label="Risk">${risk}</td><td data-label="Found">${found.join(', ')}</td></tr>`;

const headline = ({ ready, failedGates, unknownGates = [] }: RenderInput['report']): Html => {
  const open =
    unknownGates.length > 0 ? ` ${unknownGates.length} could not be decided: ${unknownGates.join(', ')}.` : '';
  if (ready) return safe`<p class="verdict pass" role="status">Ready: no blocking gate failed.${open}</p>`;
  const failed =
    failedGates.length > 0
      ? `${plural(failedGates.length, 'blocking gate')} failed: ${failedGates.join(', ')}.`
      : 'blocking gates are undecided.';
  return safe`<p class="verdict fail" role="status">Not ready: ${failed}${open}</p>`;
};

/** The readiness report as one HTML page without scripts or outside references. */
export const renderReport = ({ report, project, because, kpis, scorecard, probes, at }: RenderInput): string => {
  const { gates, candidateName, candidateId, caseSetVersion, sealedUse } = report;
  const page = safe`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Readiness of ${candidateName} for ${project}</title><style>${{ html: style }}</style></head><body><main>
<header><h1>Readiness of ${candidateName}</h1><p class="soft">Project ${project}, ${instant.format(at)} UTC</p>${headline(report)}
<dl><dt>Candidate</dt><dd>${candidateName} <code>${shortHash(candidateId)}</code></dd><dt>Why this one</dt><dd>${because}</dd><dt>Questions</dt><dd>set ${caseSetVersion}. ${sealedUse}</dd></dl></header>
<h2>Gates</h2>${table(
    'Decided by the point estimate against the target; the interval says how sure that is.',
    ['State', 'Gate', 'Target', 'Measured', 'What was seen'],
    gates.map((gate) => gateRow(gate, kpis)),
  )}
${scorecardSection(scorecard)}
<h2>Probes</h2>${table('Built-in attacks; one leak fails the gate.', ['Outcome', 'Probe', 'Risk', 'Found in the answer'], probes.results.map(probeRow))}
</main></body></html>
`;
  return page.html;
};
