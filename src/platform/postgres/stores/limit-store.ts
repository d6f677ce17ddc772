import { sql } from 'kysely';
import type { LeaseReply, LimitRule, LimitStoreDep } from '#run/serve';
import { limitRuleSchema } from '#run/serve/contract';
import { createRecordChange, type LedgerDeps } from './ledger-writer.ts';

interface ReplyRow {
  readonly processes: number;
  /** Null in the one row of a call without replies. */
  readonly out_lease: number | null;
  readonly out_window: number;
  readonly out_left_ms: number;
  readonly out_granted: number;
  readonly out_spent: number;
  readonly out_free: number;
}

const replyOfRow = (row: ReplyRow, lease: number): LeaseReply => ({
  lease,
  window: row.out_window,
  leftMs: row.out_left_ms,
  granted: row.out_granted,
  spent: row.out_spent,
  free: row.out_free,
});

/** A process counts as alive for the shares of a rate when it was seen so recently. */
const aliveSeconds = 20;

/** Rules that a newer version of the program wrote are not applied. */
export const ruleOfRow = (row: object): readonly LimitRule[] => {
  const parsed = limitRuleSchema.safeParse(row);
  return parsed.success ? [parsed.data] : [];
};

export const ruleColumns = ['level', 'subject', 'kind', 'amount', 'action', 'alerts'] as const;

const createSweep =
  ({ database }: LedgerDeps, project: string) =>
  async (): Promise<void> => {
    const db = database.sql;
    await sql`delete from limit_counters where project = ${project} and kind in ('requests', 'tokens')
      and window_start < now() - interval '5 minutes'`.execute(db);
    await sql`delete from limit_counters where project = ${project} and kind in ('day', 'week', 'month')
      and window_start < now() - interval '100 days'`.execute(db);
    await sql`delete from limit_leases where project = ${project} and updated_at < now() - interval '10 minutes'
      and (closed or kind in ('requests', 'tokens'))`.execute(db);
    await sql`delete from limit_processes where project = ${project} and seen_at < now() - interval '1 day'`.execute(
      db,
    );
    await sql`delete from limit_leases l where project = ${project} and updated_at < now() - interval '1 day'
      and not exists (select from limit_processes p where p.project = l.project and p.process = l.process)`.execute(db);
    await sql`delete from limit_alerts where project = ${project} and at < now() - interval '100 days'`.execute(db);
  };

/** Counters and leases of one project. */
export const createLimitStore = (deps: LedgerDeps, project: string): LimitStoreDep['limitStore'] => {
  const { database, clock } = deps;
  const record = createRecordChange(deps, project);
  return {
    rules: async (known) => {
      const db = database.sql;
      const row = await db
        .selectFrom('limit_versions')
        .select('version')
        .where('project', '=', project)
        .executeTakeFirst();
      const version = row?.version ?? 0;
      if (version === known) return undefined;
      const rows = await db.selectFrom('limit_rules').select(ruleColumns).where('project', '=', project).execute();
      return { version, rules: rows.flatMap(ruleOfRow) };
    },
    sync: async ({ process, sequence, reports }) => {
      const given = JSON.stringify(
        reports.map(({ leastNeed, ttlMs, ...rest }) => ({ ...rest, least_need: leastNeed, ttl_ms: ttlMs })),
      );
      const { rows } = await sql<ReplyRow>`
        select r.*, (select count(*) from limit_processes where project = ${project}
          and abs(extract(epoch from now() - seen_at)) < ${aliveSeconds}) as processes
        from (select) as one left join sync_limits(${project}, ${process}, ${sequence}::bigint, ${given}::jsonb) as r on true
      `.execute(database.sql);
      const replies = rows.flatMap((row) => (row.out_lease === null ? [] : [replyOfRow(row, row.out_lease)]));
      return { replies, processes: rows[0]?.processes ?? 1 };
    },
    alert: async ({ level, subject, kind, window, share, amount, spent }) => {
      const { value } = await record(async (transaction) => {
        const row = { level, subject, kind, window_start: new Date(window * 1000), share, at: new Date(clock.now()) };
        const added = await transaction
          .insertInto('limit_alerts')
          .values({ project, ...row })
          .onConflict((conflict) => conflict.doNothing())
          .returning('share')
          .execute();
        const payload = { kind, share, amount, spent, since: row.window_start.toISOString() };
        const event = { actor: 'limits', kind: 'budget-alert', subject: `${level} ${subject}`, payload };
        return { value: added.length > 0, event: added.length > 0 ? event : undefined };
      });
      return value;
    },
    sweep: createSweep(deps, project),
  };
};
