import { usdFromNano } from '#kernel';
import { isBudget, type LimitKind, type LimitRule } from './limits-contract.ts';
import type { LimitStanding } from './port.ts';

/** Lines whose columns stand below each other; numbers to the right. */
export const renderTable = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          /^[\d.,-]+%?$/.test(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

export const formatUsd = (nano: number): string => usdFromNano(nano).toFixed(nano !== 0 && nano < 10_000_000 ? 6 : 2);

export const formatAmount = (kind: LimitKind, amount: number): string =>
  isBudget(kind) ? formatUsd(amount) : String(amount);

const unitOf = (kind: LimitKind): string => {
  if (isBudget(kind)) return `USD a ${kind}`;
  return kind === 'concurrency' ? 'calls at once' : `${kind} a minute`;
};

const whoOf = ({ level, subject }: Pick<LimitRule, 'level' | 'subject'>): string =>
  level === 'project' ? 'whole project' : `${level} ${subject}`;

/** One line for each rule. */
export const renderRules = (rules: readonly LimitRule[]): string =>
  rules.length === 0
    ? 'no limits'
    : rules
        .map((rule) => {
          const says = rule.action === 'alert' ? ', only says so' : '';
          return `${whoOf(rule)}: ${formatAmount(rule.kind, rule.amount)} ${unitOf(rule.kind)}${says}`;
        })
        .join('\n');

/** A table of rules and how much of them is used. */
export const renderStanding = (standing: readonly LimitStanding[]): string =>
  renderTable([
    ['who', 'what', 'limit', 'used', 'held', 'share', 'then'],
    ...standing.map((each) => [
      whoOf(each),
      unitOf(each.kind),
      formatAmount(each.kind, each.amount),
      formatAmount(each.kind, each.spent),
      formatAmount(each.kind, each.held),
      each.amount === 0 ? '-' : `${Math.round((100 * each.spent) / each.amount)}%`,
      each.action,
    ]),
  ]);
