import { sql, type Kysely } from 'kysely';
import type { StoredRecord } from '#kernel';
import type { Tables } from '../tables.ts';
import { recordOfRow } from './record-rows.ts';

/** More related records than this are cut off, the farthest first. */
const lineageLimit = 10_000;

export interface LineageQuery {
  readonly project: string;
  readonly hash: string;
  readonly direction: 'up' | 'down';
}

/** All records that a record was made from, or that were made from it; itself first, then by distance. */
export const selectLineage = async (
  database: Kysely<Tables>,
  { project, hash, direction }: LineageQuery,
): Promise<readonly StoredRecord[]> => {
  const [from, to] = direction === 'up' ? ['hash', 'input'] : ['input', 'hash'];
  const found = await sql<{ hash: string }>`
    with recursive related (hash, depth) as (
      select ${hash}::text, 0
      union
      select edge.${sql.ref(to ?? '')}, related.depth + 1
      from related
      join record_inputs edge on edge.project = ${project} and edge.${sql.ref(from ?? '')} = related.hash
      where related.depth < 100
    )
    select hash from related group by hash order by min(depth), hash limit ${lineageLimit}
  `.execute(database);
  const hashes = found.rows.map((row) => row.hash);
  const rows = await database
    .selectFrom('records')
    .selectAll()
    .where('project', '=', project)
    .where('hash', '=', (expression) => expression.fn.any(expression.val(hashes)))
    .execute();
  const records = new Map(rows.map((row) => [row.hash, recordOfRow(row)]));
  return hashes.flatMap((each) => records.get(each) ?? []);
};
