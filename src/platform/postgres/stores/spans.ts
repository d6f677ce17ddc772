import { sql, type ExpressionBuilder, type Selectable, type SqlBool } from 'kysely';
import type { Json, Span, SpanFilter, SpanStoreDep, TraceFilter, TraceSummary } from '#kernel';
import type { DatabaseDep } from '../database.ts';
import type { Tables } from '../tables.ts';
import { clampLimit, inBatches, storableJson, storableText } from './store-deps.ts';

const traceLimit = 10_000;

const isAttributes = (value: Json): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const spanOfRow = (row: Selectable<Tables['spans']>): Span => ({
  traceId: row.trace_id,
  spanId: row.span_id,
  parentSpanId: row.parent_span_id ?? undefined,
  name: row.name,
  operation: row.operation,
  startedAt: row.started_at,
  durationMs: row.duration_ms,
  status: row.status === 'ok' ? 'ok' : 'error',
  attributes: isAttributes(row.attributes) ? row.attributes : {},
});

const rowOfSpan = (project: string, span: Span) => ({
  project,
  trace_id: storableText(span.traceId),
  span_id: storableText(span.spanId),
  parent_span_id: span.parentSpanId === undefined ? null : storableText(span.parentSpanId),
  name: storableText(span.name),
  operation: storableText(span.operation),
  started_at: span.startedAt,
  duration_ms: span.durationMs,
  status: span.status,
  attributes: storableJson(span.attributes),
});

type Builder = ExpressionBuilder<Tables, 'spans'>;

const matches = (
  builder: Builder,
  { traceId, from, to, operation, attributes, status, minimumDurationMs }: TraceFilter & SpanFilter,
) => [
  ...(traceId === undefined ? [] : [builder('trace_id', '=', storableText(traceId))]),
  ...(from === undefined ? [] : [builder('started_at', '>=', from)]),
  ...(to === undefined ? [] : [builder('started_at', '<', to)]),
  ...(operation === undefined ? [] : [builder('operation', '=', operation)]),
  ...(status === undefined ? [] : [builder('status', '=', status)]),
  ...(minimumDurationMs === undefined ? [] : [builder('duration_ms', '>=', minimumDurationMs)]),
  ...(attributes === undefined ? [] : [sql<SqlBool>`attributes @> ${storableJson(attributes)}::jsonb`]),
];

const selectRoots = ({ database }: DatabaseDep, project: string, filter: TraceFilter) =>
  database.retry(async (db) => {
    const { before } = filter;
    const rows = await db
      .selectFrom('spans')
      .selectAll()
      .where('project', '=', project)
      .where('parent_span_id', 'is', null)
      .where((builder) => builder.and(matches(builder, filter)))
      .$if(before !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(started_at, trace_id) < (${before?.startedAt ?? 0}::double precision, ${before?.traceId ?? ''})`,
        ),
      )
      .orderBy('started_at', 'desc')
      .orderBy('trace_id', 'desc')
      .limit(clampLimit(filter.limit, 50, 1_000))
      .execute();
    return rows.map(spanOfRow);
  });

const countSpans = ({ database }: DatabaseDep, project: string, traceIds: readonly string[]) =>
  database.retry(async (db) => {
    const rows = await db
      .selectFrom('spans')
      .where('project', '=', project)
      .where('trace_id', '=', (builder) => builder.fn.any(builder.val([...traceIds])))
      .select([
        'trace_id',
        sql<number>`count(*)::int`.as('spans'),
        sql<number>`(count(*) filter (where status = 'error'))::int`.as('errors'),
      ])
      .groupBy('trace_id')
      .execute();
    return new Map(rows.map((row) => [row.trace_id, row]));
  });

const listTraces = async (
  deps: DatabaseDep,
  project: string,
  filter: TraceFilter,
): Promise<readonly TraceSummary[]> => {
  const roots = await selectRoots(deps, project, filter);
  const traceIds = roots.map(({ traceId }) => traceId);
  const counts = await countSpans(deps, project, traceIds);
  return roots.map((root) => {
    const { spans = 1, errors = 0 } = counts.get(root.traceId) ?? {};
    return { traceId: root.traceId, root, spans, errors };
  });
};

/** The spans of one project. A trace is listed by its span without a parent. */
export const createSpanStore = (deps: DatabaseDep, project: string): SpanStoreDep['spans'] => {
  const { database } = deps;
  return {
    insert: async (spans) => {
      for (const batch of inBatches(spans)) {
        const rows = batch.map((span) => rowOfSpan(project, span));
        await database.retry((db) =>
          db
            .insertInto('spans')
            .values(rows)
            .onConflict((conflict) => conflict.doNothing())
            .execute(),
        );
      }
    },
    traces: (filter) => listTraces(deps, project, filter),
    trace: (traceId, limit) =>
      database.retry(async (db) => {
        const query = db
          .selectFrom('spans')
          .selectAll()
          .where('project', '=', project)
          .where('trace_id', '=', storableText(traceId));
        const most = clampLimit(limit, traceLimit, traceLimit);
        return (await query.orderBy('started_at').orderBy('duration_ms', 'desc').limit(most).execute()).map(spanOfRow);
      }),
    list: (filter) =>
      database.retry(async (db) => {
        const query = db
          .selectFrom('spans')
          .selectAll()
          .where('project', '=', project)
          .where((builder) => builder.and(matches(builder, filter)));
        return (
          await query
            .orderBy('started_at', 'desc')
            .limit(clampLimit(filter.limit, 10_000, 100_000))
            .execute()
        ).map(spanOfRow);
      }),
    deleteBefore: async (time) => {
      const deleted = await database.retry((db) =>
        db.deleteFrom('spans').where('project', '=', project).where('started_at', '<', time).executeTakeFirst(),
      );
      return Number(deleted.numDeletedRows);
    },
  };
};
