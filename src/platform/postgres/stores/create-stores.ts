import { join } from 'node:path';
import type { ClockDep, IdDep, JournalDep, LedgerDep, PointersDep, RecordsDep, RunsDep, StageRunsDep } from '#kernel';
import type { DatabaseDep } from '../database.ts';
import { createJournal } from './journal.ts';
import { createLedgerHeads } from './ledger-head.ts';
import { createLedgerStore } from './ledger.ts';
import { createPointers } from './pointers.ts';
import { createRecordStore } from './records.ts';
import { createRuns } from './runs.ts';
import { createStageRuns } from './stage-runs.ts';

/** Every store of one project. */
export type Stores = RecordsDep & LedgerDep & JournalDep & PointersDep & StageRunsDep & RunsDep;

export interface StoresDeps extends DatabaseDep, ClockDep, IdDep {
  /** The head of the ledger is noted here, outside the database. */
  readonly dataDirectory: string;
}

/** Makes the stores of one project; nothing they return can belong to another. */
export const createStores = ({ dataDirectory, ...deps }: StoresDeps, project: string): Stores => {
  const ledgerDeps = { ...deps, heads: createLedgerHeads(join(dataDirectory, 'ledger-head.json')) };
  return {
    records: createRecordStore(ledgerDeps, project),
    ledger: createLedgerStore(ledgerDeps, project),
    journal: createJournal(deps, project),
    pointers: createPointers(ledgerDeps, project),
    stageRuns: createStageRuns(ledgerDeps, project),
    runs: createRuns(deps, project),
  };
};
