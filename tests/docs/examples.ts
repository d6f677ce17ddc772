import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { root } from '../architecture/repository.ts';
import type { Block } from './blocks.ts';

const run = promisify(execFile);

/** An example as a file, and where it came from. */
export interface ExampleFile {
  readonly name: string;
  readonly origin: string;
  readonly code: string;
}

/** Names the `ts` blocks; two of one document stay apart. */
export const exampleFiles = (blocks: readonly Block[]): readonly ExampleFile[] =>
  blocks
    .filter(({ language }) => language === 'ts')
    .map(({ path, line, code }, index) => ({
      name: `example-${index}.ts`,
      origin: `${path}:${line}`,
      // Without an import or export a file is a script, and its names would be everybody's.
      code: `${code}\nexport {};\n`,
    }));

/** Writes the examples into a folder of the repository, so that its doors lead where they should. */
export const writeExamples = (folder: string, files: readonly ExampleFile[]): string => {
  const path = join(root, 'dist', folder);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  for (const { name, code } of files) writeFileSync(join(path, name), code);
  writeFileSync(
    join(path, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts'], exclude: [] }),
  );
  return path;
};

const namesToOrigins = (text: string, files: readonly ExampleFile[]): string =>
  text.replaceAll(
    /(?:\S*\/)?(example-\d+\.ts)/g,
    (whole, name: string) => files.find((file) => file.name === name)?.origin ?? whole,
  );

const outputSchema = z.object({ stdout: z.string() });

/** What the type checker says about the examples, by their place in the documents; empty when all is well. */
export const typeFaults = async (folder: string, files: readonly ExampleFile[]): Promise<readonly string[]> => {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const said = await run(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], { cwd: root }).catch(
    (thrown: unknown) => thrown,
  );
  const { stdout } = outputSchema.parse(said);
  return namesToOrigins(stdout, files)
    .split('\n')
    .filter((line) => line.trim() !== '');
};

const faultsSchema = z.array(z.object({ name: z.string(), message: z.string() }));

/** Runs the examples in one process; what they throw, by their place in the documents. */
export const runFaults = async (folder: string, files: readonly ExampleFile[]): Promise<readonly string[]> => {
  const runner = join(root, 'tests', 'docs', 'run-examples.ts');
  const paths = files.map(({ name }) => join(folder, name));
  const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', runner, ...paths], {
    cwd: root,
    timeout: 60_000,
  });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  return faultsSchema.parse(JSON.parse(last)).map(({ name, message }) => namesToOrigins(`${name}: ${message}`, files));
};
