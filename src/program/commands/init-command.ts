import { createInterface } from 'node:readline/promises';
import { basename, resolve } from 'node:path';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { err, ok, type CommandArguments, type Fault, type Result } from '#kernel';
import { sourcePolicySchema } from '#plan/govern/contract';
import type { CliCommand } from '../cli-command.ts';
import { describeIssues } from '../describe-issues.ts';
import { programFaults } from '../errors.ts';
import { initProject, type InitReport } from '../init/init-project.ts';
import type { InitAnswers } from '../init/render-project.ts';

const nameOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63) || 'project';

const classes = sourcePolicySchema.shape.classification;

const answersFile = z.strictObject({
  name: z.string().optional(),
  docs: z.string().optional(),
  problem: z.string().optional(),
  users: z.string().optional(),
  owner: z.string().optional(),
  usdPerAnswer: z.coerce.number().nonnegative().optional(),
  classification: classes.optional(),
});
type Given = z.infer<typeof answersFile>;

const readGiven = async (options: CommandArguments['options']): Promise<Result<Given, Fault>> => {
  const file = options['answers'];
  const content: unknown = typeof file === 'string' ? parse(await readFile(file, 'utf8')) : {};
  const flags = Object.fromEntries(
    Object.entries(options).filter(([key, value]) => key in answersFile.shape && value !== undefined),
  );
  const merged = { ...(typeof content === 'object' ? content : {}), ...flags };
  const parsed = answersFile.safeParse(merged);
  return parsed.success
    ? ok(parsed.data)
    : err(programFaults.fault('PROGRAM_REQUEST_INVALID', { problems: describeIssues(parsed.error.issues, merged) }));
};

const withDefaults = (given: Given, folder: string): InitAnswers => ({
  name: nameOf(given.name ?? basename(resolve(folder))),
  docs: given.docs ?? 'docs',
  problem: given.problem ?? 'People ask questions that the documents answer, and wait too long for the answer.',
  users: given.users ?? 'colleagues',
  owner: given.owner ?? 'project owner',
  usdPerAnswer: given.usdPerAnswer ?? 0,
  classification: given.classification ?? 'internal',
});

const questions: readonly (readonly [keyof InitAnswers, string])[] = [
  ['name', 'Name of the project'],
  ['docs', 'Folder of the documents that hold the answers'],
  ['problem', 'Which problem does it solve'],
  ['users', 'Who will ask it'],
  ['owner', 'Who owns it and its documents'],
  ['classification', 'Who may read them: public, internal, confidential or restricted'],
  ['usdPerAnswer', 'US dollars that one answer may cost'],
];

const ask = async (preset: InitAnswers): Promise<InitAnswers> => {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const given: Record<string, string> = {};
  try {
    for (const [key, question] of questions) {
      const answer = (await reader.question(`${question} [${preset[key]}]: `)).trim();
      if (answer !== '') given[key] = answer;
    }
  } finally {
    reader.close();
  }
  const { usdPerAnswer, classification, ...texts } = given;
  return {
    ...preset,
    ...texts,
    usdPerAnswer: Number(usdPerAnswer ?? preset.usdPerAnswer) || 0,
    // What is no class is taken for the careful one.
    classification: classes.safeParse(classification).data ?? preset.classification,
  };
};

const personalDataLine = (counts: InitReport['personalData'], { classification }: InitAnswers): readonly string[] => {
  const found = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  if (found.length === 0) return [];
  const fate =
    classification === 'public' ? 'kept' : 'masked in the index and in answers; --classification public keeps it';
  return [`Personal data in the documents (${found.join(', ')}) is ${fate}.`];
};

/** `throughline init [dir]`. */
export const initCommand: CliCommand = {
  name: 'init',
  usage: '[dir]',
  description: 'Asks a few questions and writes a complete project over a folder of documents',
  example: 'throughline init my-desk --yes --name my-desk --docs ./handbook',
  options: [
    { flags: '-y, --yes', description: 'ask nothing; take flags, the answers file and defaults' },
    { flags: '--name <name>', description: 'name of the project' },
    { flags: '--docs <path>', description: 'folder of the documents' },
    { flags: '--problem <text>', description: 'the problem it solves' },
    { flags: '--users <text>', description: 'who will ask it' },
    { flags: '--owner <text>', description: 'who owns it' },
    { flags: '--classification <class>', description: 'who may read them: public, internal, confidential, restricted' },
    { flags: '--usd-per-answer <usd>', description: 'US dollars that one answer may cost' },
    { flags: '--answers <file>', description: 'YAML file with any of these answers' },
  ],
  run: async ({ terminal }, { positional, options }) => {
    const folder = positional[0] ?? '.';
    const given = await readGiven(options);
    if (!given.ok) return given;
    const preset = withDefaults(given.value, folder);
    const answers = options['yes'] === true || terminal.json ? preset : await ask(preset);
    const written = await initProject(folder, answers);
    if (!written.ok) return written;
    const { root, files, documents, questions: drafted, personalData } = written.value;
    const text = [
      `Wrote ${files.join(', ')} in ${root}.`,
      `${documents} documents found; ${drafted} evaluation questions drafted from them, none reviewed yet.`,
      ...personalDataLine(personalData, answers),
      `Next: read evaluation/questions.yaml, set "reviewed: true" on what is right, then: throughline run --project ${folder}`,
    ].join('\n');
    const json = {
      type: 'init',
      root,
      files: [...files],
      documents,
      questions: drafted,
      personalData: { ...personalData },
    };
    return ok({ text, json, exitCode: 0 });
  },
};
