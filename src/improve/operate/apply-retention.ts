import type { ClockDep, FeedbackDep, LedgerDep, SpanStoreDep } from '#kernel';
import type { OperateConfig } from './contract.ts';

const msPerDay = 24 * 3600 * 1000;

/** Deletes what the store may no longer keep, in batches; returns how much, or would be with `dryRun`. */
export interface RetentionStoreDep {
  readonly retention: {
    readonly countBefore: (time: number) => Promise<Readonly<Record<string, number>>>;
    /** Accounts of calls; their sums are gone with them. */
    readonly countAccountsBefore: (time: number) => Promise<number>;
    readonly deleteAccountsBefore: (time: number) => Promise<number>;
    readonly deleteRecordsBefore: (time: number) => Promise<number>;
    readonly countRecordsBefore: (time: number) => Promise<number>;
    /** Deletes blobs that no remaining record names. */
    readonly sweepBlobs: (dryRun: boolean) => Promise<number>;
  };
}

export interface RetentionReport {
  readonly dryRun: boolean;
  readonly spans: number;
  readonly feedback: number;
  readonly records: number;
  readonly blobs: number;
  readonly accounts: number;
}

type Deps = ClockDep & SpanStoreDep & FeedbackDep & LedgerDep & RetentionStoreDep;

/** Applies the retention of the project file, and notes in the ledger what was deleted. */
export const applyRetention = async (deps: Deps, config: OperateConfig, dryRun: boolean): Promise<RetentionReport> => {
  const now = deps.clock.now();
  const tracesBefore = now - config.keepTracesDays * msPerDay;
  const accountsBefore = now - config.keepAccountsDays * msPerDay;
  const recordsBefore = now - config.keepRecordsDays * msPerDay;
  if (dryRun) {
    const counts = await deps.retention.countBefore(tracesBefore);
    const records = await deps.retention.countRecordsBefore(recordsBefore);
    return {
      dryRun,
      spans: counts['spans'] ?? 0,
      feedback: counts['feedback'] ?? 0,
      records,
      blobs: await deps.retention.sweepBlobs(true),
      accounts: await deps.retention.countAccountsBefore(accountsBefore),
    };
  }
  const spans = await deps.spans.deleteBefore(tracesBefore);
  const feedback = await deps.feedback.deleteBefore(tracesBefore);
  const records = await deps.retention.deleteRecordsBefore(recordsBefore);
  const blobs = await deps.retention.sweepBlobs(false);
  const accounts = await deps.retention.deleteAccountsBefore(accountsBefore);
  const report = { dryRun, spans, feedback, records, blobs, accounts };
  await deps.ledger.append({
    actor: 'retention',
    kind: 'retention-delete',
    subject: 'project',
    payload: { spans, feedback, records, blobs, accounts },
  });
  return report;
};
