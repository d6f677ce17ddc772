export { openDatabase, type Database, type DatabaseDep, type DatabaseOptions } from './database.ts';
export { openServer, type EmbeddedServer, type ServerAddress, type ServerOptions } from './embedded/server.ts';
export { postgresFaults } from './errors.ts';
export { createStores, type Stores, type StoresDeps } from './stores/create-stores.ts';
export { type Tables } from './tables.ts';
