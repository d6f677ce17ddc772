import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import type { ProjectInput } from '../../src/project.ts';
import { root } from '../architecture/repository.ts';
import { throughline, told } from './program.ts';

/** Pages of a manual that the lock file pins. */
const pages = [
  'ContentTypeParser',
  'Decorators',
  'Encapsulation',
  'Hooks',
  'HTTP2',
  'Lifecycle',
  'Logging',
  'Middleware',
  'Plugins',
  'Reply',
  'Request',
  'Server',
];

/** A project over twelve pages, in a folder with a space in its name. */
export interface TestProject {
  readonly folder: string;
  readonly docs: string;
  readonly caseFile: string;
  /** Runs a command on it. */
  readonly run: (...args: readonly string[]) => ReturnType<typeof throughline>;
  readonly edit: (change: (project: ProjectInput) => ProjectInput) => void;
  readonly remove: () => void;
}

/** Quotes, finds by counted words, needs no download and no chat model. */
const withoutModels: Partial<ProjectInput> = { models: { embedding: ['word-hash'], generative: false } };

/** Targets that twelve pages and drafted questions reach. */
const lenient = (project: ProjectInput): ProjectInput => ({
  ...project,
  ...withoutModels,
  charter: {
    ...project.charter,
    kpis: project.charter.kpis.map((kpi) =>
      kpi.metric === 'latency-p95'
        ? { ...kpi, target: 10_000 }
        : { ...kpi, ...(kpi.metric === 'cost-per-answer' ? {} : { target: 0.01 }) },
    ),
  },
  readiness: { load: { requests: 20, concurrency: 2, maximumSeconds: 10 }, unknown: 'allow' },
});

const beforeProject = "import { defineProject } from 'throughline';\n\nexport default defineProject(";

const editFile = (path: string, change: (project: ProjectInput) => ProjectInput): void => {
  const text = readFileSync(path, 'utf8');
  const project: ProjectInput = JSON.parse(text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')));
  writeFileSync(path, `${beforeProject}${JSON.stringify(change(project), null, 2)});\n`);
};

/** Makes a project with `throughline init`; nothing has run yet. */
export const makeProject = async (): Promise<TestProject> => {
  const parent = mkdtempSync(join(tmpdir(), 'throughline e2e '));
  const [docs, folder] = [join(parent, 'docs'), join(parent, 'project')];
  mkdirSync(docs);
  for (const page of pages)
    cpSync(join(root, 'node_modules/fastify/docs/Reference', `${page}.md`), join(docs, `${page}.md`));
  const made = await throughline(['init', folder, '--yes', '--name', 'small', '--docs', docs, '--json']);
  assert.equal(made.code, 0, told(made));
  const edit: TestProject['edit'] = (change) => editFile(join(folder, 'throughline.config.ts'), change);
  edit(lenient);
  return {
    folder,
    docs,
    caseFile: join(folder, 'evaluation', 'questions.yaml'),
    run: (...args) => throughline([...args, '--project', folder]),
    edit,
    remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5 }),
  };
};

/** Makes a project whose whole lifecycle has run. */
export const makeReleased = async (): Promise<TestProject> => {
  const project = await makeProject();
  const ran = await project.run('run', '--json');
  assert.equal(ran.code, 0, told(ran));
  return project;
};
