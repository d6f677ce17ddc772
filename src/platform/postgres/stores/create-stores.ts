import { join } from 'node:path';
import type {
  ClockDep,
  ExposureDep,
  FeedbackDep,
  IdDep,
  JournalDep,
  LedgerDep,
  PointersDep,
  RecordsDep,
  RunsDep,
  SealedUsesDep,
  SpanStoreDep,
  StageRunsDep,
} from '#kernel';
import type { AccountStoreDep } from '#platform/accounts';
import type { BatchStoreDep, LimitRulesDep, LimitStoreDep, UsageDep } from '#run/serve';
import type { DatabaseDep } from '../database.ts';
import { createAccountStore } from './accounts.ts';
import { createBatchStore } from './batches.ts';
import { createExposureStore } from './exposures.ts';
import { createFeedbackStore } from './feedback.ts';
import { createJournal } from './journal.ts';
import { createLedgerHeads } from './ledger-head.ts';
import type { LedgerDeps } from './ledger-writer.ts';
import { createLedgerStore } from './ledger.ts';
import { createLimitRules } from './limit-rules.ts';
import { createLimitStore } from './limit-store.ts';
import { createPointers } from './pointers.ts';
import { createRecordStore } from './records.ts';
import { createRuns } from './runs.ts';
import { createSealedUses } from './sealed-uses.ts';
import { createSpanStore } from './spans.ts';
import { createStageRuns } from './stage-runs.ts';
import { createUsage } from './usage.ts';

/** Every store of one project. */
export type Stores = RecordsDep &
  LedgerDep &
  JournalDep &
  PointersDep &
  StageRunsDep &
  RunsDep &
  SpanStoreDep &
  FeedbackDep &
  ExposureDep &
  SealedUsesDep &
  LimitStoreDep &
  LimitRulesDep &
  AccountStoreDep &
  UsageDep &
  BatchStoreDep;

export interface StoresDeps extends DatabaseDep, ClockDep, IdDep {
  /** The head of the ledger is noted here, outside the database. */
  readonly dataDirectory: string;
}

/** Adds what a store needs that writes to the ledger. */
export const withLedger = ({ dataDirectory, ...deps }: StoresDeps): LedgerDeps => ({
  ...deps,
  heads: createLedgerHeads(join(dataDirectory, 'ledger-head.json')),
});

/** Makes the stores of one project; nothing they return can belong to another. */
export const createStores = (storesDeps: StoresDeps, project: string): Stores => {
  const deps = withLedger(storesDeps);
  return {
    records: createRecordStore(deps, project),
    ledger: createLedgerStore(deps, project),
    journal: createJournal(deps, project),
    pointers: createPointers(deps, project),
    stageRuns: createStageRuns(deps, project),
    runs: createRuns(deps, project),
    spans: createSpanStore(deps, project),
    feedback: createFeedbackStore(deps, project),
    exposures: createExposureStore(deps, project),
    sealedUses: createSealedUses(deps, project),
    limitStore: createLimitStore(deps, project),
    limitRules: createLimitRules(deps, project),
    accountStore: createAccountStore(deps, project),
    usage: createUsage(deps, project),
    batches: createBatchStore(deps, project),
  };
};
