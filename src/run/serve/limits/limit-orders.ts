import { err, nanoFromUsd, ok, type CommandArguments, type Fault, type Result } from '#kernel';
import { limitFaults } from './errors.ts';
import { isBudget, type LimitKind, type LimitLevel, type LimitRule } from './limits-contract.ts';
import { userSubject } from './rule-book.ts';

type Options = CommandArguments['options'];

/** Whom a limit is for. */
export interface LimitSubject {
  readonly level: LimitLevel;
  readonly subject: string;
}

/** One ceiling of an order: what it becomes, or undefined when it is taken away. */
export interface LimitOrder {
  readonly kind: LimitKind;
  readonly amount: number | undefined;
}

const invalid = (problem: string) => err(limitFaults.fault('SERVE_LIMIT_INVALID', { problem }));

const textOf = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Options that say whom a limit is for. */
export const subjectOptions = [
  { flags: '--organisation <name>', description: 'for an organisation, or with --user for its user' },
  { flags: '--team <name>', description: 'for a team' },
  { flags: '--user <name>', description: 'for an end user, as the field `user` of requests names them' },
  { flags: '--whole-project', description: 'for everything this project serves' },
] as const;

/** Reads whom a limit is for: the id of a key, or one of the options; `*` means each one without a limit of its own. */
export const readSubject = (id: string | undefined, options: Options): Result<LimitSubject, Fault> => {
  const [organisation, team, user] = [
    textOf(options['organisation']),
    textOf(options['team']),
    textOf(options['user']),
  ];
  const found: LimitSubject[] = [];
  if (id !== undefined) found.push({ level: 'key', subject: id });
  if (team !== undefined) found.push({ level: 'team', subject: team });
  if (user !== undefined) found.push({ level: 'user', subject: user === '*' ? user : userSubject(organisation, user) });
  else if (organisation !== undefined) found.push({ level: 'organisation', subject: organisation });
  if (options['wholeProject'] === true) found.push({ level: 'project', subject: '*' });
  const [only] = found;
  if (only === undefined || found.length > 1) {
    return invalid('it must name one of: the id of a key, --organisation, --team, --user, --whole-project');
  }
  return ok(only);
};

const readAmount = (kind: LimitKind, text: string): Result<number | undefined, Fault> => {
  if (text === 'none') return ok(undefined);
  const given = Number(text);
  const amount = isBudget(kind) ? nanoFromUsd(given) : given;
  return text.trim() !== '' && Number.isSafeInteger(amount) && amount >= 0
    ? ok(amount)
    : invalid(`${kind} is ${isBudget(kind) ? 'an amount in US dollars' : 'a whole number'} or none, not ${text}`);
};

/** Reads the ceilings that options of these names give; `none` takes one away. */
export const readOrders = (kinds: readonly LimitKind[], options: Options): Result<readonly LimitOrder[], Fault> => {
  const orders: LimitOrder[] = [];
  for (const kind of kinds) {
    const text = textOf(options[kind]);
    if (text === undefined) continue;
    const amount = readAmount(kind, text);
    if (!amount.ok) return amount;
    orders.push({ kind, amount: amount.value });
  }
  return ok(orders);
};

/** Reads `0.5,0.8` as shares of a budget. */
export const readShares = (text: string | boolean | undefined): Result<LimitRule['alerts'], Fault> => {
  const given = textOf(text);
  if (given === undefined) return ok([0.8, 1]);
  const shares = given.split(',').map(Number);
  return shares.length <= 10 && shares.every((share) => share > 0 && share <= 10)
    ? ok(shares.toSorted((left, right) => left - right))
    : invalid(`--alert is up to ten shares such as 0.5,0.8, not ${given}`);
};
