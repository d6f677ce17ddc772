import { sql, type Transaction } from 'kysely';
import type { LimitRulesDep, LimitStanding } from '#run/serve';
import type { Tables } from '../tables.ts';
import { createRecordChange, type LedgerDeps } from './ledger-writer.ts';
import { ruleColumns, ruleOfRow } from './limit-store.ts';

/** Processes read the rules again when the version has changed. */
const bumpVersion = async (transaction: Transaction<Tables>, project: string): Promise<void> => {
  await sql`insert into limit_versions as v (project, version) values (${project}, 1)
    on conflict (project) do update set version = v.version + 1`.execute(transaction);
};

interface StandingRow {
  readonly since: Date;
  readonly spent: number;
  readonly held: number;
}

/** Counters of `*` rules are listed by subject, the most used first. */
const readStanding = async ({ database }: LedgerDeps, project: string): Promise<readonly LimitStanding[]> => {
  const { rows } = await sql<StandingRow>`
    with rules as (
      select r.*, case r.kind when 'concurrency' then to_timestamp(0)
        when 'requests' then date_trunc('minute', now(), 'UTC') when 'tokens' then date_trunc('minute', now(), 'UTC')
        else date_trunc(r.kind, now(), 'UTC') end as since
      from limit_rules r where r.project = ${project}
    ), used as (
      select r.level, r.kind, r.amount, r.action, r.alerts, r.since, coalesce(c.subject, r.subject) as subject,
        coalesce(c.spent, 0) as spent
      from rules r left join limit_counters c on c.project = ${project} and c.level = r.level and c.kind = r.kind
        and c.window_start = r.since and (c.subject = r.subject or (r.subject = '*' and not exists (
          select from rules own where own.level = c.level and own.kind = c.kind and own.subject = c.subject)))
    )
    select u.*, coalesce((select sum(l.held) from limit_leases l where l.project = ${project} and l.level = u.level
        and l.subject = u.subject and l.kind = u.kind and l.window_start = u.since and l.held > 0), 0)::bigint as held
    from used u order by u.level, u.kind, u.spent desc, u.subject limit 1000`.execute(database.sql);
  return rows.flatMap(({ since, spent, held, ...row }) =>
    ruleOfRow(row).map((rule) => ({
      ...rule,
      since: since.toISOString(),
      spent,
      // What nothing blocks leases as it pleases; that says nothing.
      held: rule.action === 'block' ? held : 0,
    })),
  );
};

/** The limits and budgets of one project; every change is in the ledger. */
export const createLimitRules = (deps: LedgerDeps, project: string): LimitRulesDep['limitRules'] => {
  const record = createRecordChange(deps, project);
  return {
    list: () =>
      deps.database.retry(async (db) => {
        const query = db.selectFrom('limit_rules').select(ruleColumns).where('project', '=', project);
        return (await query.orderBy('level').orderBy('subject').orderBy('kind').limit(10_000).execute()).flatMap(
          ruleOfRow,
        );
      }),
    standing: () => deps.database.retry(() => readStanding(deps, project)),
    set: async (rule, actor) => {
      const { level, subject, kind, ...values } = rule;
      const row = { ...values, alerts: [...values.alerts] };
      await record(async (transaction) => {
        await transaction
          .insertInto('limit_rules')
          .values({ project, level, subject, kind, ...row })
          .onConflict((conflict) => conflict.columns(['project', 'level', 'subject', 'kind']).doUpdateSet(row))
          .execute();
        await bumpVersion(transaction, project);
        const event = { actor, kind: 'limit-set', subject: `${level} ${subject}`, payload: { kind, ...row } };
        return { value: undefined, event };
      });
    },
    remove: async ({ level, subject, kind }, actor) => {
      const { value } = await record(async (transaction) => {
        const removed = await transaction
          .deleteFrom('limit_rules')
          .where('project', '=', project)
          .where('level', '=', level)
          .where('subject', '=', subject)
          .where('kind', '=', kind)
          .returning('amount')
          .execute();
        await bumpVersion(transaction, project);
        const event = { actor, kind: 'limit-remove', subject: `${level} ${subject}`, payload: { kind } };
        return { value: removed.length > 0, event: removed.length > 0 ? event : undefined };
      });
      return value;
    },
  };
};
