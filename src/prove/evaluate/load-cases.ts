import { z } from 'zod';
import { allOk, err, ok, type Fault, type FilesDep, type Result } from '#kernel';
import { caseSchema, type Case, type EvaluateConfig } from './contract.ts';
import { evaluateFault } from './errors.ts';
import { parseCaseFile } from './parse-case-file.ts';

/** What people accepted from production (`learn/accepted`), read as data since that stage comes later. */
const acceptedSchema = z.object({ cases: z.array(caseSchema) });

const readFile = async ({ files }: FilesDep, path: string): Promise<Result<readonly Case[], Fault>> => {
  const text = await files.readText(path);
  if (text === undefined) return err(evaluateFault('EVALUATE_FILE_MISSING', { path }));
  const parsed = parseCaseFile({ path, text });
  return parsed.ok ? ok(parsed.value.cases) : parsed;
};

const acceptedCases = (body: unknown): readonly Case[] => {
  const parsed = acceptedSchema.safeParse(body);
  return parsed.success ? parsed.data.cases : [];
};

const duplicateFault = (path: string, cases: readonly Case[]): Fault | undefined => {
  const seen = new Set<string>();
  const duplicate = cases.find(({ id }) => seen.size === seen.add(id).size);
  return (
    duplicate &&
    evaluateFault('EVALUATE_CASE_INVALID', {
      path,
      line: 1,
      key: '`id`',
      value: `"${duplicate.id}" twice`,
      expected: 'an id of its own for every case',
    })
  );
};

/** Accepted cases join the files' cases; a file's case of the same id is the newer word and wins. */
const merge = (fromFiles: readonly Case[], accepted: readonly Case[]): readonly Case[] => {
  const casesById = new Map([...accepted, ...fromFiles].map((given) => [given.id, given]));
  return [...casesById.values()];
};

/** Reads all case files and adds the accepted production cases. */
export const loadCases = async (
  deps: FilesDep,
  { cases: paths }: Pick<EvaluateConfig, 'cases'>,
  acceptedBodies: readonly unknown[] = [],
): Promise<Result<readonly Case[], Fault>> => {
  const read = allOk(await Promise.all(paths.map((path) => readFile(deps, path))));
  if (!read.ok) return read;
  const fromFiles = read.value.flat();
  const fault = duplicateFault(paths.join(', '), fromFiles);
  if (fault) return err(fault);
  const cases = merge(fromFiles, acceptedBodies.flatMap(acceptedCases));
  const isEmpty = !cases.some(({ split }) => split === 'dev');
  return isEmpty ? err(evaluateFault('EVALUATE_DATASET_EMPTY', { split: 'dev', paths: paths.join(', ') })) : ok(cases);
};
