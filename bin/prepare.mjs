// What every developer's command needs first: the packages and the runtime.
import { ensureInstalled } from './install.mjs';
import { findRuntime, missingHelp } from './runtime.mjs';

/** Installs what is missing and returns the path of a runtime that is new enough. */
export const prepare = async () => {
  await ensureInstalled();
  const runtime = findRuntime();
  if (runtime === undefined) throw new Error(missingHelp('no Node that runs TypeScript was found.'));
  return runtime;
};
