import type * as lancedb from '@lancedb/lancedb';

type LanceDb = typeof lancedb;

let loaded: Promise<LanceDb> | undefined;

/** Loads the native module when the first index is opened: it takes 40 MB, and reads RUST_LOG while it loads. */
export const loadLanceDb = (): Promise<LanceDb> => {
  process.env['RUST_LOG'] ??= 'error';
  loaded ??= import('@lancedb/lancedb');
  return loaded;
};
