export { openDatabase, type Database, type DatabaseDep } from './database.ts';
export { postgresFaults } from './errors.ts';
export { createStores, withLedger, type StoresDeps } from './stores/create-stores.ts';
export { createRecordChange, type LedgerDeps } from './stores/ledger-writer.ts';
export type { Tables } from './tables.ts';
