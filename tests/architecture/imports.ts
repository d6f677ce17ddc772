import { posix } from 'node:path';
import type { SourceFile } from './repository.ts';

/** One import or re-export; type-only ones count. */
export interface Import {
  readonly from: string;
  readonly specifier: string;
  /** Path from the root when the specifier is relative. */
  readonly target: string | undefined;
}

const statements = /^(?:import|export)\b[^'"`;]*?\bfrom\s*'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm;

const importOf = (from: string, specifier: string): Import => ({
  from,
  specifier,
  target: specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined,
});

/** The imports of a file, in order. Statements start at the first column, so examples in comments do not count. */
export const importsOf = ({ path, content }: SourceFile): readonly Import[] =>
  [...content.matchAll(statements)].map((found) =>
    importOf(path, found.slice(1).find((part) => part !== undefined) ?? ''),
  );
