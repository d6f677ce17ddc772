import type { Fault, StageName } from '#kernel';

/** How a stage came out of a run. */
export type StageOutcome = 'fresh' | 'ran' | 'failed' | 'skipped';

export interface StageReport {
  readonly name: StageName;
  readonly status: StageOutcome;
  readonly seconds: number;
  readonly records: number;
  readonly reason: string;
  readonly fault?: Fault;
}

/** What a run tells while it goes on. */
export type RunEvent =
  | { readonly type: 'run-start'; readonly runId: string }
  | { readonly type: 'stage-start'; readonly stage: StageName; readonly reason: string }
  | {
      readonly type: 'stage-progress';
      readonly stage: StageName;
      readonly message: string;
      readonly done?: number;
      readonly total?: number;
      readonly secondsLeft?: number;
    }
  | { readonly type: 'stage-end'; readonly stage: StageName; readonly report: StageReport }
  | { readonly type: 'run-end'; readonly runId: string; readonly ok: boolean };

export interface RunReport {
  readonly runId: string;
  readonly ok: boolean;
  readonly stages: readonly StageReport[];
}
