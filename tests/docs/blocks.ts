import type { SourceFile } from '../architecture/repository.ts';

/** A fenced block of a document or of a comment. */
export interface Block {
  readonly path: string;
  /** Line of its first line of code, counted from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

const fence = /^( *)```([a-z]*)[^\n]*\n([^]*?)^\1```\s*$/gm;
const comment = /^[ \t]*\/\*\*[^]*?\*\//gm;

const lineAt = (content: string, offset: number): number => content.slice(0, offset).split('\n').length;

const outdent = (code: string, indent: string): string => code.replaceAll(new RegExp(`^${indent}`, 'gm'), '');

/** The fenced blocks of a Markdown text. */
export const blocksOf = ({ path, content }: SourceFile, firstLine = 1): readonly Block[] =>
  [...content.matchAll(fence)].map(({ index, 1: indent = '', 2: language = '', 3: code = '' }) => ({
    path,
    line: lineAt(content, index) + firstLine,
    language,
    code: outdent(code, indent),
  }));

/** The fenced blocks in the `/** ... *\/` comments of a source file. */
export const commentBlocksOf = ({ path, content }: SourceFile): readonly Block[] =>
  [...content.matchAll(comment)].flatMap(({ index, 0: text }) =>
    blocksOf({ path, content: text.replaceAll(/^[ \t]*\* ?/gm, '') }, lineAt(content, index)),
  );

const isDocument = (path: string): boolean =>
  /^(?:README\.md|docs\/.*\.md|src\/.*README\.md|examples\/.*\.md)$/.test(path);
const isSource = (path: string): boolean => /^src\/.*(?<!\.test)\.tsx?$/.test(path);

/** Every fenced block of the repository's documents and comments. */
export const allBlocks = (files: readonly SourceFile[]): readonly Block[] =>
  files.flatMap((file) => {
    if (isDocument(file.path)) return blocksOf(file);
    return isSource(file.path) ? commentBlocksOf(file) : [];
  });
