import { stringify } from 'yaml';
import type { ProjectInput } from '../../project.ts';
import type { SourcePolicy } from '#plan/govern/contract';
import type { Case } from '#prove/evaluate/contract';

/** What init asks. */
export interface InitAnswers {
  readonly name: string;
  readonly docs: string;
  readonly problem: string;
  readonly users: string;
  readonly owner: string;
  readonly usdPerAnswer: number;
  /** Who may read the documents; decides what happens to personal data in them. */
  readonly classification: SourcePolicy['classification'];
}

/** Telephone numbers and the like in public documents are there to be read; in all others they are hidden. */
const isKept = ({ classification }: Pick<InitAnswers, 'classification'>): boolean => classification === 'public';

const kpi = (id: string, name: string, target: number) => ({ id, name, metric: id, target });

/** A complete project over one folder of documents. */
export const projectOf = (answers: InitAnswers): ProjectInput => ({
  name: answers.name,
  charter: {
    problem: answers.problem,
    users: [answers.users],
    stakeholders: [{ name: answers.owner, role: 'owner of the product and its documents' }],
    budget: { usdPerMonth: 0, usdPerAnswer: answers.usdPerAnswer },
    kpis: [
      kpi('fact-coverage', 'Fact coverage', 0.4),
      kpi('citation-precision', 'Citation precision', 0.4),
      kpi('refusal-accuracy', 'Refusal of what the documents do not answer', 0.5),
      kpi('latency-p95', 'Answer within two seconds', 2000),
      kpi('cost-per-answer', 'Cost per answer', answers.usdPerAnswer),
      { ...kpi('answer-accuracy', 'Complete and correct answers', 0.85), level: 'stretch' },
    ],
  },
  govern: {
    sources: {
      docs: {
        owner: answers.owner,
        classification: answers.classification,
        lawfulBasis: 'not-personal',
        retention: 'P365D',
        allowedUses: ['retrieval', 'evaluation', 'display'],
        personalData: isKept(answers) ? 'keep' : 'mask',
      },
    },
  },
  ...(isKept(answers) && {
    guardrails: {
      output: [
        { kind: 'personal-data', action: 'flag' },
        { kind: 'links', allowedHosts: [] },
      ],
    },
  }),
  data: { sources: [{ id: 'docs', path: answers.docs }] },
});

const keptComment = `// The documents are public, so e-mail addresses, telephone numbers and the like in them are kept and may stand in
// answers; what was found stands in the quality report of the stage data. To hide them: personalData "mask" under
// govern.sources.docs, and action "mask" under guardrails.output. Questions are always masked.`;

const maskedComment = `// E-mail addresses, telephone, card and account numbers in the documents are masked: answers show [EMAIL], [PHONE].
// To let people read them, as in public documents: classification "public" and personalData "keep" under
// govern.sources.docs, and "guardrails": { "output": [{ "kind": "personal-data", "action": "flag" },
// { "kind": "links", "allowedHosts": [] }] }. This is what throughline init --classification public writes.`;

/** The TypeScript project file. */
export const renderProjectFile = (project: ProjectInput, { classification }: Pick<InitAnswers, 'classification'>) =>
  `import { defineProject } from 'throughline';\n\n${isKept({ classification }) ? keptComment : maskedComment}\nexport default defineProject(${JSON.stringify(project, null, 2)});\n`;

/** The evaluation file. */
export const renderCaseFile = (name: string, cases: readonly Case[]): string =>
  `# Drafted from the documents. Read each question, mend its facts, set reviewed: true.\n${stringify({
    name,
    version: 1,
    description: 'Drafted by throughline init; nobody has reviewed these questions yet.',
    cases,
  })}`;
