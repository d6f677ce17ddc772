import type { DataConfig, QualityFinding } from './contract.ts';

export interface CheckedText {
  readonly documentId: string;
  readonly text: string;
  /** Characters that no valid encoding gave. */
  readonly replaced: number;
  /** The file has front matter: a page may be nothing else, a redirect for instance. */
  readonly hasFrontMatter: boolean;
}

type Finding = Omit<QualityFinding, 'documentId'>;
type TextCheck = (checked: CheckedText, limits: DataConfig['quality']) => Finding | undefined;

const isEmpty: TextCheck = ({ text, hasFrontMatter }) => {
  if (text.trim() !== '') return undefined;
  return hasFrontMatter
    ? { check: 'empty', severity: 'warning', detail: 'The page has front matter and nothing else.' }
    : { check: 'empty', severity: 'blocking', detail: 'Nothing is left after markup is taken out.' };
};

const isShort: TextCheck = ({ text }, { minimumCharacters }) =>
  text.trim() !== '' && text.length < minimumCharacters
    ? {
        check: 'short',
        severity: 'warning',
        detail: `${text.length} characters; at least ${minimumCharacters} are expected.`,
      }
    : undefined;

const isLong: TextCheck = ({ text }, { maximumCharacters }) =>
  text.length > maximumCharacters
    ? {
        check: 'long',
        severity: 'blocking',
        detail: `${text.length} characters; at most ${maximumCharacters} are read.`,
      }
    : undefined;

const hasEncodingDamage: TextCheck = ({ text, replaced }) =>
  replaced === 0
    ? undefined
    : {
        check: 'encoding',
        severity: replaced * 100 > text.length ? 'blocking' : 'warning',
        detail: `${replaced} characters are not valid UTF-8 and were replaced.`,
      };

const checks: readonly TextCheck[] = [isEmpty, isShort, isLong, hasEncodingDamage];

/** The findings about one document's own text. */
export const checkText = (checked: CheckedText, limits: DataConfig['quality']): readonly QualityFinding[] =>
  checks.flatMap((check) => {
    const finding = check(checked, limits);
    return finding === undefined ? [] : [{ ...finding, documentId: checked.documentId }];
  });
