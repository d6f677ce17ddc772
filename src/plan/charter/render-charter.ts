import { findMetric } from '#kernel';
import type { Charter, Kpi } from './contract.ts';

const targetText = ({ metric, target }: Kpi): string => {
  const known = findMetric(metric);
  const sign = known?.better === 'lower' ? '≤' : '≥';
  if (known?.unit === 'share') return `${sign} ${(target * 100).toFixed(0)} %`;
  if (known?.unit === 'ms') return `${sign} ${target} ms`;
  if (known?.unit === 'usd') return `${sign} $${target}`;
  return `${sign} ${target}`;
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** The charter as one page of Markdown. */
export const renderCharter = (charter: Charter): string =>
  [
    `# Charter: ${charter.project}`,
    charter.problem,
    `**Users:** ${charter.users.join(', ')}`,
    `**Budget:** $${charter.budget.usdPerMonth} a month, $${charter.budget.usdPerAnswer} an answer, ${charter.budget.answersPerMonth} answers a month`,
    `**Must respect:** processed in ${charter.constraints.residency.join(', ')}; models: ${charter.constraints.access.join(', ')}${
      charter.regulation.length > 0 ? `; ${charter.regulation.join(', ')}` : ''
    }`,
    '## KPIs',
    table(
      ['KPI', 'Metric', 'Target', 'Level', 'Because'],
      charter.kpis.map((kpi) => [kpi.name, kpi.metric, targetText(kpi), kpi.level, kpi.because]),
    ),
    '## Stakeholders',
    table(
      ['Who', 'Role'],
      charter.stakeholders.map(({ name, role }) => [name, role]),
    ),
    ...(charter.risks.length === 0
      ? []
      : [
          '## Risks',
          table(
            ['Risk', 'Likelihood', 'Impact', 'Mitigation'],
            charter.risks.map((entry) => [entry.risk, entry.likelihood, entry.impact, entry.mitigation]),
          ),
        ]),
  ].join('\n\n');
