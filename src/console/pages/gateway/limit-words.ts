import { isBudget, type LimitKind, type LimitLevel, type LimitStandingView } from '#run/serve/contract';
import { formatQuantity } from '../../ui/format-quantity.ts';

export const kindWords: Readonly<Record<LimitKind, string>> = {
  requests: 'requests a minute',
  tokens: 'tokens a minute',
  concurrency: 'calls at once',
  day: 'US dollars a day',
  week: 'US dollars a week',
  month: 'US dollars a month',
};

export const levelWords: Readonly<Record<LimitLevel, string>> = {
  organisation: 'Organisation',
  team: 'Team',
  project: 'Whole project',
  key: 'Key',
  user: 'End user',
};

/** Cents, or as many digits as a small amount needs. */
export const dollars = (nano: number): string => {
  const usd = nano / 1e9;
  if (usd !== 0 && Math.abs(usd) < 0.01) return formatQuantity({ value: usd }, 'usd').value;
  return `$${usd.toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
};

/** An amount of a limit: money, or a number. */
export const amountText = (kind: LimitKind, amount: number): string =>
  isBudget(kind) ? dollars(amount) : amount.toLocaleString('en-GB');

const perKind: Readonly<Record<LimitKind, string>> = {
  requests: ' requests a minute',
  tokens: ' tokens a minute',
  concurrency: ' at once',
  day: ' a day',
  week: ' a week',
  month: ' a month',
};

/** `60 requests a minute`, `$5.00 a day`. */
export const ceilingText = ({ kind, amount }: Pick<LimitStandingView, 'kind' | 'amount'>): string =>
  `${amountText(kind, amount)}${perKind[kind]}`;

/** What is spent and held of a limit, as a share of it. */
export const usedShare = ({ amount, spent, held }: LimitStandingView): number =>
  amount === 0 ? 1 : (spent + held) / amount;

/** Whether a limit holds calls of a key back: its own, or one of what it belongs to. */
export const appliesTo = (
  { level, subject }: Pick<LimitStandingView, 'level' | 'subject'>,
  key: { readonly id: string; readonly team?: string | undefined; readonly organisation?: string | undefined },
): boolean => {
  if (level === 'project') return true;
  if (level === 'user') return false;
  const own = { key: key.id, team: key.team, organisation: key.organisation }[level];
  return own !== undefined && (subject === own || subject === '*');
};
