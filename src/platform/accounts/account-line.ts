import type { Account } from '#run/serve';

/** Names that come from outside are cut to this. */
const longestText = 256;

const cut = (text: string): string => (text.length > longestText ? text.slice(0, longestText) : text);

const cutOptional = (text: string | undefined): string | null => (text === undefined ? null : cut(text));

const whole = (value: number): number => (Number.isFinite(value) ? Math.round(value) : 0);

/** One line of a write-ahead file: a JSON array of scalars in the order of `accountColumns`, a comma, a line break. */
export const lineOfAccount = (account: Account): string => {
  const { usage } = account;
  return `${JSON.stringify([
    account.id,
    cut(account.traceId),
    account.at,
    cut(account.keyId),
    cutOptional(account.organisation),
    cutOptional(account.team),
    cutOptional(account.endUser),
    cut(account.route),
    cut(account.model),
    cut(account.provider),
    account.dialect,
    account.outcome,
    whole(account.status),
    whole(account.attempts),
    whole(usage.inputTokens),
    whole(usage.cachedInputTokens),
    whole(usage.cacheWriteTokens ?? 0),
    whole(usage.outputTokens),
    whole(usage.reasoningTokens ?? 0),
    account.estimated,
    whole(account.costNano),
    account.durationMs,
    account.firstByteMs ?? null,
  ])},\n`;
};

const isScalar = (value: unknown): boolean => value === null || ['string', 'number', 'boolean'].includes(typeof value);

const cleanLine = (line: string): string | undefined => {
  try {
    const values: unknown = JSON.parse(line.slice(0, -1));
    if (!Array.isArray(values) || !values.every(isScalar)) return undefined;
    // PostgreSQL text cannot hold NUL or half a surrogate pair.
    const clean = values.map((value: unknown) =>
      typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
    );
    return `${JSON.stringify(clean)},`;
  } catch {
    return undefined;
  }
};

/** The lines that are whole, one by one, without what PostgreSQL refuses; undefined for those that are not. */
export const cleanLines = (text: string): readonly (string | undefined)[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map(cleanLine);
