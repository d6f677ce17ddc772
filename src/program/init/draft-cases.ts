import { sha256 } from '#kernel';
import type { Case } from '#prove/evaluate/contract';

/** A document as init sees it: path below the source and its Markdown. */
export interface DraftDocument {
  readonly path: string;
  readonly text: string;
}

interface Section {
  readonly path: string;
  readonly heading: string;
  readonly text: string;
}

const headingLine = /^(#{1,4}) (.{3,80}?)#*$/;

const sectionsOf = ({ path, text }: DraftDocument): readonly Section[] => {
  const sections: Section[] = [];
  let heading: string | undefined;
  let lines: string[] = [];
  let fenced = false;
  const close = (): void => {
    const body = lines.join('\n').trim();
    if (heading !== undefined && body.length >= 120) sections.push({ path, heading, text: body.slice(0, 4000) });
    lines = [];
  };
  for (const line of text.slice(0, 400_000).split('\n')) {
    if (line.startsWith('```')) fenced = !fenced;
    const found = fenced ? null : headingLine.exec(line);
    if (found === null) {
      lines.push(line);
      continue;
    }
    close();
    heading = found[2]?.trim();
  }
  close();
  return sections;
};

const factPatterns = [
  /`([^`\n]{3,40})`/g,
  /\b(\d[\d,.]* ?(?:%|days?|hours?|minutes?|seconds?|ms|MB|GB|USD|\$))/g,
  /\b([A-Z][a-z]+(?: [A-Z][a-z]+){1,3})\b/g,
];

/** A term that stands in the section but not in the question: what a good answer would have to say. */
const factOf = ({ heading, text }: Section): string | undefined => {
  const asked = heading.toLowerCase();
  for (const pattern of factPatterns) {
    for (const [, term] of text.matchAll(pattern)) {
      if (term !== undefined && !asked.includes(term.toLowerCase()) && !/[[\](){}|]/.test(term)) return term;
    }
  }
  return undefined;
};

const questionOf = ({ heading }: Section): string => {
  const plain = heading
    .replaceAll(/\{[^}]{0,100}\}/g, '')
    .replaceAll(/[`*_\\]/g, '')
    .trim();
  if (plain.endsWith('?')) return plain;
  if (/^how to /i.test(plain)) return `How do I ${plain.slice(7)}?`;
  return `What do the documents say about "${plain}"?`;
};

const unanswerable = [
  'What will the weather be in Lisbon tomorrow?',
  'At what temperature does mercury boil?',
  'Who won the chess championship in 1972?',
  'How long does sourdough have to rest before baking?',
];

const idOf = (kind: string, text: string): string => `draft-${kind}-${sha256(text).slice(0, 8)}`;

const draft = (
  { id, question, kind, answerable, ...rest }: Pick<Case, 'id' | 'question' | 'kind' | 'answerable'> & Partial<Case>,
  index: number,
): Case => ({
  id,
  question,
  kind,
  answerable,
  reviewed: false,
  difficulty: 'medium',
  split: index % 2 === 0 ? 'dev' : 'sealed',
  gold: [],
  facts: [],
  reference: '',
  forbidden: [],
  tags: ['drafted'],
  ...rest,
});

/** Evaluation questions drafted from documents, spread over them and not reviewed by anybody. */
export const draftCases = (source: string, documents: readonly DraftDocument[], wanted = 20): readonly Case[] => {
  const seen = new Set<string>();
  const drafts = documents
    .toSorted((a, b) => sha256(a.path).localeCompare(sha256(b.path)))
    .flatMap((document) => {
      for (const section of sectionsOf(document)) {
        const fact = factOf(section);
        const question = questionOf(section);
        if (fact === undefined || seen.has(question)) continue;
        seen.add(question);
        return [{ section, fact, question }];
      }
      return [];
    })
    .slice(0, wanted)
    .map(({ section, fact, question }, index) =>
      draft(
        {
          id: idOf('fact', `${section.path}#${section.heading}`),
          question,
          kind: 'single-fact',
          answerable: true,
          gold: [{ source, page: section.path, heading: section.heading }],
          facts: [[fact]],
        },
        index,
      ),
    );
  const refusals = unanswerable.map((question, index) =>
    draft(
      {
        id: idOf('refuse', question),
        question,
        kind: 'unanswerable',
        answerable: false,
        reference: 'Must be refused: the documents do not say.',
      },
      index,
    ),
  );
  return [...drafts, ...refusals];
};
