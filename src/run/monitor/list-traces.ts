import {
  err,
  ok,
  usdFromNano,
  type Fault,
  type Json,
  type Result,
  type SpanStoreDep,
  type TraceFilter,
  type TraceSummary,
} from '#kernel';
import { answerOperation, spanAttributes } from '#run/serve';
import type { TraceLine, TracePage, TracesQuery } from './contract.ts';
import { monitorFaults } from './errors.ts';

const textAt = ({ root }: TraceSummary, name: string): string | undefined => {
  const value: Json | undefined = root.attributes[name];
  return typeof value === 'string' ? value : undefined;
};

const present = <Value>(name: string, value: Value | undefined): object =>
  value === undefined ? {} : { [name]: value };

const toLine = (trace: TraceSummary): TraceLine => {
  const { root, spans, errors, traceId } = trace;
  const { attributes } = root;
  const [cost, refused] = [attributes[spanAttributes.costNano], attributes[spanAttributes.refused]];
  return {
    traceId,
    at: new Date(root.startedAt).toISOString(),
    durationMs: root.durationMs,
    status: root.status,
    name: root.name,
    spans,
    errors,
    ...present('arm', textAt(trace, spanAttributes.arm)),
    ...present('release', textAt(trace, spanAttributes.release)),
    ...present('candidate', textAt(trace, spanAttributes.answeredBy)),
    ...present('question', textAt(trace, spanAttributes.question)?.slice(0, 500)),
    ...(typeof refused === 'boolean' ? { refused } : {}),
    ...(attributes[spanAttributes.simulated] === true ? { simulated: true } : {}),
    ...(typeof cost === 'number' ? { costUsd: usdFromNano(cost) } : {}),
  };
};

type Cursor = NonNullable<TraceFilter['before']>;

const parseCursor = (text: string): Cursor | undefined => {
  const [, startedAt, traceId] = /^(\d+(?:\.\d+)?)_([0-9a-f]{1,64})$/.exec(text) ?? [];
  return startedAt === undefined || traceId === undefined ? undefined : { startedAt: Number(startedAt), traceId };
};

const toFilter = ({ release, arm, status, traffic, slowerThan }: TracesQuery): TraceFilter => {
  const attributes = { ...present(spanAttributes.release, release), ...present(spanAttributes.arm, arm) };
  return {
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    ...(status === undefined ? {} : { status }),
    ...(traffic === 'served' ? { operation: answerOperation } : {}),
    ...(slowerThan === undefined ? {} : { minimumDurationMs: slowerThan }),
  };
};

const holds = (trace: TraceSummary, text: string): boolean =>
  [spanAttributes.question, spanAttributes.answer].some(
    (name) => textAt(trace, name)?.toLowerCase().includes(text) === true,
  );

const pageSize = 200;
const maximumScanned = 2000;

/** Reads on until the page is full, the traces end, or enough were looked through. */
const scan = async ({ spans }: SpanStoreDep, query: TracesQuery, first: Cursor | undefined): Promise<TracePage> => {
  const text = query.text?.toLowerCase() ?? '';
  const wanted: TraceSummary[] = [];
  let before = first;
  for (let scanned = 0; scanned < maximumScanned;) {
    const limit = text === '' ? query.limit : pageSize;
    const page = await spans.traces({ ...toFilter(query), limit, ...(before === undefined ? {} : { before }) });
    scanned += page.length;
    for (const trace of page) {
      before = { startedAt: trace.root.startedAt, traceId: trace.traceId };
      if (text === '' || holds(trace, text)) wanted.push(trace);
      if (wanted.length === query.limit)
        return { traces: wanted.map(toLine), next: `${before.startedAt}_${before.traceId}` };
    }
    if (page.length < limit) return { traces: wanted.map(toLine) };
  }
  return {
    traces: wanted.map(toLine),
    ...(before === undefined ? {} : { next: `${before.startedAt}_${before.traceId}` }),
  };
};

/** A page of traces, newest first. */
export const listTraces = async (deps: SpanStoreDep, query: TracesQuery): Promise<Result<TracePage, Fault>> => {
  const cursor = query.before === undefined ? undefined : parseCursor(query.before);
  if (query.before !== undefined && cursor === undefined)
    return err(monitorFaults.fault('MONITOR_CURSOR_INVALID', { before: query.before }));
  return ok(await scan(deps, query, cursor));
};
