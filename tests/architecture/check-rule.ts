import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceFile } from './repository.ts';

/** A rule over files, with violations that it must find: path to content, and what it then says. */
export interface Rule {
  readonly name: string;
  readonly check: (files: readonly SourceFile[]) => readonly string[];
  readonly violations: readonly { readonly files: Readonly<Record<string, string>>; readonly says: RegExp }[];
  /** What it must let pass. */
  readonly allowed?: readonly Readonly<Record<string, string>>[];
}

const filesOf = (contents: Readonly<Record<string, string>>): readonly SourceFile[] =>
  Object.entries(contents).map(([path, content]) => ({ path, content }));

/** Tests that the repository keeps a rule, and that the rule can fail. */
export const checkRule = (repository: readonly SourceFile[], { name, check, violations, allowed = [] }: Rule): void => {
  test(name, () => assert.deepEqual(check(repository), []));
  test(`${name}: finds what it forbids`, () => {
    assert.ok(violations.length > 0);
    for (const { files, says } of violations) assert.match(check(filesOf(files)).join('\n'), says);
    for (const files of allowed) assert.deepEqual(check(filesOf(files)), []);
  });
};
