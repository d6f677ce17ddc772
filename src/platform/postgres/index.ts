export { openDatabase, type Database, type DatabaseDep, type DatabaseOptions } from './database.ts';
export { openServer, type EmbeddedServer, type ServerAddress, type ServerOptions } from './embedded/server.ts';
export { postgresFaults } from './errors.ts';
export { createStores, withLedger, type Stores, type StoresDeps } from './stores/create-stores.ts';
export { createRecordChange, type LedgerDeps, type RecordChange } from './stores/ledger-writer.ts';
export { type Tables } from './tables.ts';
