import { relative, resolve } from 'node:path';
import { err, ok, type Fault, type Result } from '#kernel';
import { countPersonalData, detectPersonalData } from '#plan/govern';
import { createFiles } from '#platform/files';
import { programFaults } from '../errors.ts';
import { draftCases, type DraftDocument } from './draft-cases.ts';
import { projectOf, renderCaseFile, renderProjectFile, type InitAnswers } from './render-project.ts';

const maximumDocuments = 400;
const patterns = ['**/*.{md,mdx,txt,html,htm}'];

const readDocuments = async (folder: string): Promise<readonly DraftDocument[]> => {
  const files = createFiles(folder, { limitBytes: 2_000_000 });
  const paths = await files.glob('.', patterns);
  const read = paths
    .slice(0, maximumDocuments)
    .map(async (path) => ({ path, text: (await files.readText(path).catch(() => '')) ?? '' }));
  return Promise.all(read);
};

export interface InitReport {
  readonly root: string;
  readonly files: readonly string[];
  readonly documents: number;
  readonly questions: number;
  /** How often each kind was found in the documents; an absent kind was not. */
  readonly personalData: Readonly<Record<string, number>>;
}

/** Writes a complete project over a folder of documents; never overwrites one. */
export const initProject = async (folder: string, answers: InitAnswers): Promise<Result<InitReport, Fault>> => {
  const root = resolve(folder);
  const files = createFiles(root);
  if (await files.exists('throughline.config.ts'))
    return err(programFaults.fault('INIT_FOLDER_NOT_EMPTY', { path: root }));
  const docs = resolve(answers.docs);
  const documents = await readDocuments(docs);
  if (documents.length === 0) return err(programFaults.fault('INIT_DOCS_MISSING', { path: docs }));
  const cases = draftCases('docs', documents);
  const project = projectOf({ ...answers, docs: relative(root, docs).replaceAll('\\', '/') || '.' });
  const written = {
    'throughline.config.ts': renderProjectFile(project, answers),
    'evaluation/questions.yaml': renderCaseFile(answers.name, cases),
    '.gitignore': '.throughline/\n',
  };
  for (const [path, content] of Object.entries(written)) {
    if (path !== '.gitignore' || !(await files.exists(path))) await files.write(path, content);
  }
  return ok({
    root,
    files: Object.keys(written),
    documents: documents.length,
    questions: cases.length,
    personalData: countPersonalData(documents.flatMap(({ text }) => detectPersonalData(text))),
  });
};
