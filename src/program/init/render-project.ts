import { stringify } from 'yaml';
import type { ProjectInput } from '../../project.ts';
import type { Case } from '#prove/evaluate/contract';

/** What init asks. */
export interface InitAnswers {
  readonly name: string;
  readonly docs: string;
  readonly problem: string;
  readonly users: string;
  readonly owner: string;
  readonly usdPerAnswer: number;
}

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
        classification: 'internal',
        lawfulBasis: 'not-personal',
        retention: 'P365D',
        allowedUses: ['retrieval', 'evaluation', 'display'],
        personalData: 'mask',
      },
    },
  },
  data: { sources: [{ id: 'docs', path: answers.docs }] },
});

/** The TypeScript project file. */
export const renderProjectFile = (project: ProjectInput): string =>
  `import { defineProject } from 'throughline';\n\nexport default defineProject(${JSON.stringify(project, null, 2)});\n`;

/** The evaluation file. */
export const renderCaseFile = (name: string, cases: readonly Case[]): string =>
  `# Drafted from the documents. Read each question, mend its facts, set reviewed: true.\n${stringify({
    name,
    version: 1,
    description: 'Drafted by throughline init; nobody has reviewed these questions yet.',
    cases,
  })}`;
