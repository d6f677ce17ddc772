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

const readStanding = async ({ database }: LedgerDeps, project: string): Promise<readonly LimitStanding[]> => {
  const { rows } = await sql<StandingRow>`
    with windows as (
      select r.*, case r.kind when 'concurrency' then to_timestamp(0)
        when 'requests' then date_trunc('minute', now(), 'UTC') when 'tokens' then date_trunc('minute', now(), 'UTC')
        else date_trunc(r.kind, now(), 'UTC') end as since
      from limit_rules r where r.project = ${project}
    )
    select w.level, w.subject, w.kind, w.amount, w.action, w.alerts, w.since, coalesce(c.spent, 0) as spent,
      coalesce((select sum(l.held) from limit_leases l where l.project = ${project} and l.level = w.level
        and l.subject = w.subject and l.kind = w.kind and l.window_start = w.since and l.held > 0), 0)::bigint as held
    from windows w left join limit_counters c on c.project = ${project} and c.level = w.level
      and c.subject = w.subject and c.kind = w.kind and c.window_start = w.since
    order by w.level, w.subject, w.kind limit 10000`.execute(database.sql);
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
