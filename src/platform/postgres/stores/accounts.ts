import { sql } from 'kysely';
import { FaultError } from '#kernel';
import { accountFaults, type AccountStoreDep } from '#platform/accounts';
import { errorCode } from '#platform/files';
import type { DatabaseDep } from '../database.ts';

/** Data exceptions: what was sent is not what it should be, and sending it again will not help. */
const isRefusal = (thrown: unknown): boolean => /^(?:22|23)/.test(errorCode(thrown) ?? '');

/** Accounts of one project. The database reads the lines itself, so that a batch costs the sender almost nothing. */
export const createAccountStore = ({ database }: DatabaseDep, project: string): AccountStoreDep['accountStore'] => ({
  insertLines: async (lines) => {
    const json = `[${lines.slice(0, lines.lastIndexOf(','))}]`;
    try {
      await database.retry((db) =>
        sql`insert into accounts (project, id, trace_id, at, key_id, organisation, team, end_user, route, model,
          provider, dialect, outcome, status, attempts, input_tokens, cached_input_tokens, cache_write_tokens,
          output_tokens, reasoning_tokens, estimated, cost_nano, duration_ms, first_byte_ms)
        select ${project}, l->>0, l->>1, to_timestamp((l->>2)::double precision / 1000), l->>3, l->>4, l->>5, l->>6,
          l->>7, l->>8, l->>9, l->>10, l->>11, (l->>12)::int, (l->>13)::int, (l->>14)::bigint, (l->>15)::bigint,
          (l->>16)::bigint, (l->>17)::bigint, (l->>18)::bigint, (l->>19)::boolean, (l->>20)::bigint,
          (l->>21)::double precision, (l->>22)::double precision
        from jsonb_array_elements(${json}::jsonb) as l
        on conflict do nothing`.execute(db),
      );
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      const reason = thrown instanceof Error ? thrown.message : 'unknown';
      throw new FaultError(accountFaults.fault('PLATFORM_ACCOUNTS_REFUSED', { reason }), { cause: thrown });
    }
  },
});
