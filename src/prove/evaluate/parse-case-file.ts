import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { core } from 'zod';
import { canonicalJson, err, ok, type Fault, type Result } from '#kernel';
import { caseFileSchema, type CaseFile } from './contract.ts';
import { evaluateFault } from './errors.ts';

const maximumCharacters = 8_000_000;

/** The YAML text of a case file, and the name that faults use for it. */
export interface CaseText {
  readonly path: string;
  readonly text: string;
}

type Key = readonly PropertyKey[];

/** The nearest node that exists on the way to a key: a missing key is reported where its parent stands. */
const lineOf = (document: Document, lines: LineCounter, key: Key): number => {
  for (let depth = key.length; depth >= 0; depth -= 1) {
    const node = document.getIn(key.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
};

const show = (value: unknown): string => (value === undefined ? 'absent' : canonicalJson(value).slice(0, 120));

const keyName = (key: Key): string => (key.length === 0 ? 'the file' : `\`${key.map(String).join('.')}\``);

const issueFault =
  (path: string, document: Document, lines: LineCounter) =>
  (issue: core.$ZodIssue): Fault =>
    evaluateFault('EVALUATE_CASE_INVALID', {
      path,
      line: lineOf(document, lines, issue.path),
      key: keyName(issue.path),
      value: show(issue.path.length === 0 ? undefined : plain(document.getIn(issue.path))),
      expected: issue.message.replace(/^Invalid (?:input|option): expected /, ''),
    });

const plain = (value: unknown): unknown => (isNode(value) ? value.toJSON() : value);

const fileFault = (found: {
  readonly path: string;
  readonly value: string;
  readonly expected: string;
  readonly line?: number;
}): Fault => evaluateFault('EVALUATE_CASE_INVALID', { line: 1, key: 'the file', ...found });

const syntaxFault = ({ path, text }: CaseText, document: Document): Fault | undefined => {
  if (text.length > maximumCharacters) {
    return fileFault({
      path,
      value: `${text.length} characters long`,
      expected: `at most ${maximumCharacters} characters`,
    });
  }
  const [problem] = document.errors;
  if (problem === undefined) return undefined;
  const line = problem.linePos?.[0].line ?? 1;
  return fileFault({ path, line, value: 'not YAML', expected: problem.message.split('\n')[0] ?? '' });
};

/** The plain value; undefined when its aliases expand beyond any honest file. */
const expand = (document: Document): unknown => {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch {
    return undefined;
  }
};

/** Reads one YAML case file; the first problem is a fault with file, line, key, value and what was expected. */
export const parseCaseFile = (given: CaseText): Result<CaseFile, Fault> => {
  const lines = new LineCounter();
  const document = parseDocument(given.text.slice(0, maximumCharacters), { lineCounter: lines });
  const problem = syntaxFault(given, document);
  if (problem) return err(problem);
  const parsed = caseFileSchema.safeParse(expand(document));
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw new Error('a failed parse has an issue');
  return err(issueFault(given.path, document, lines)(issue));
};
