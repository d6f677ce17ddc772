import { sql, type RawBuilder, type Selectable } from 'kysely';
import { usdFromNano } from '#kernel';
import type { Account, UsageDep } from '#run/serve';
import type { UsageDimension } from '#run/serve/contract';
import type { DatabaseDep } from '../database.ts';
import type { Tables } from '../tables.ts';
import { storableText } from './store-deps.ts';

const expressions: Readonly<Record<UsageDimension, RawBuilder<string>>> = {
  key: sql`key_id`,
  model: sql`model`,
  provider: sql`provider`,
  route: sql`route`,
  organisation: sql`coalesce(organisation, '')`,
  team: sql`coalesce(team, '')`,
  user: sql`coalesce(end_user, '')`,
  outcome: sql`outcome`,
  day: sql`to_char(at at time zone 'UTC', 'YYYY-MM-DD')`,
};

interface SumsRow {
  readonly groups: readonly string[] | null;
  readonly calls: number;
  readonly failed: number;
  readonly cached: number;
  readonly estimated: number;
  readonly input: number;
  readonly cached_input: number;
  readonly cache_write: number;
  readonly output: number;
  readonly reasoning: number;
  readonly cost: number;
}

const dialects: ReadonlySet<string> = new Set<Account['dialect']>([
  'openai-chat',
  'openai-responses',
  'openai-completions',
  'openai-embeddings',
  'anthropic-messages',
  'rerank',
]);
const outcomes: ReadonlySet<string> = new Set<Account['outcome']>(['ok', 'failed', 'aborted', 'denied', 'cached']);

const isDialect = (text: string): text is Account['dialect'] => dialects.has(text);
const isOutcome = (text: string): text is Account['outcome'] => outcomes.has(text);

/** Accounts that a newer version of the program wrote in its own terms are left out. */
const accountOfRow = (row: Selectable<Tables['accounts']>): readonly Account[] => {
  const { dialect, outcome } = row;
  if (!isDialect(dialect) || !isOutcome(outcome)) return [];
  return [
    {
      id: row.id,
      traceId: row.trace_id,
      at: row.at.getTime(),
      keyId: row.key_id,
      organisation: row.organisation ?? undefined,
      team: row.team ?? undefined,
      endUser: row.end_user ?? undefined,
      route: row.route,
      model: row.model,
      provider: row.provider,
      dialect,
      outcome,
      status: row.status,
      attempts: row.attempts,
      usage: {
        inputTokens: row.input_tokens,
        cachedInputTokens: row.cached_input_tokens,
        cacheWriteTokens: row.cache_write_tokens,
        outputTokens: row.output_tokens,
        reasoningTokens: row.reasoning_tokens,
      },
      estimated: row.estimated,
      costNano: row.cost_nano,
      durationMs: row.duration_ms,
      firstByteMs: row.first_byte_ms ?? undefined,
    },
  ];
};

/** Sums over the accounts of one project. */
export const createUsage = ({ database }: DatabaseDep, project: string): UsageDep['usage'] => ({
  read: ({ from, to, by, keyId }) =>
    database.retry(async (db) => {
      const groups = sql`array[${sql.join(by.map((dimension) => expressions[dimension]))}]::text[]`;
      const { rows } = await sql<SumsRow>`
        select ${groups} as groups, count(*) as calls, sum(cost_nano)::bigint as cost,
          count(*) filter (where outcome = 'failed') as failed, count(*) filter (where outcome = 'cached') as cached,
          count(*) filter (where accounts.estimated) as estimated, sum(input_tokens)::bigint as input,
          sum(cached_input_tokens)::bigint as cached_input, sum(cache_write_tokens)::bigint as cache_write,
          sum(output_tokens)::bigint as output, sum(reasoning_tokens)::bigint as reasoning
        from accounts where project = ${project} and at >= ${new Date(from)} and at < ${new Date(to)}
          and (${keyId ?? null}::text is null or key_id = ${keyId ?? null})
        group by 1 order by ${by[0] === 'day' ? sql`1` : sql`cost desc, calls desc, 1`} limit 10000`.execute(db);
      return rows.map((row) => ({
        by: Object.fromEntries(by.map((dimension, index) => [dimension, row.groups?.[index] ?? ''])),
        calls: row.calls,
        failed: row.failed,
        cached: row.cached,
        estimated: row.estimated,
        inputTokens: row.input,
        cachedInputTokens: row.cached_input,
        cacheWriteTokens: row.cache_write,
        outputTokens: row.output,
        reasoningTokens: row.reasoning,
        costNano: row.cost,
        costUsd: usdFromNano(row.cost),
      }));
    }),
  ofTrace: (traceId) =>
    database.retry(async (db) => {
      const query = db.selectFrom('accounts').selectAll().where('project', '=', project);
      const rows = await query
        .where('trace_id', '=', storableText(traceId))
        .orderBy('at')
        .orderBy('id')
        .limit(1_000)
        .execute();
      return rows.flatMap(accountOfRow);
    }),
});
