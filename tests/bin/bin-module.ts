import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { root } from '../architecture/repository.ts';

/** Loads a plain JavaScript module of bin/; the caller says what it exports. */
export const loadBin = async <Exports>(
  name: string,
  check: (loaded: unknown) => loaded is Exports,
): Promise<Exports> => {
  const loaded: unknown = await import(pathToFileURL(join(root, 'bin', name)).href);
  if (!check(loaded)) throw new Error(`bin/${name} does not export what the test needs`);
  return loaded;
};

/** Whether a module exports functions of these names. */
export const exportsFunctions =
  <Exports>(...names: readonly (keyof Exports & string)[]) =>
  (loaded: unknown): loaded is Exports =>
    typeof loaded === 'object' &&
    loaded !== null &&
    names.every((name) => typeof Reflect.get(loaded, name) === 'function');
