import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import { err, ok, type Fault, type Result } from '#kernel';
import { projectSchema, type Project } from '../project.ts';
import { describeIssues } from './describe-issues.ts';
import { programFaults } from './errors.ts';

const names = ['throughline.config.ts', 'throughline.config.yaml', 'throughline.config.yml', 'throughline.config.json'];
const maximumBytes = 2_000_000;

export interface LoadedProject {
  readonly project: Project;
  /** Folder of the project file, absolute. */
  readonly root: string;
  readonly configFile: string;
}

const unreadable = (path: string, reason: string, position = ''): Result<never, Fault> =>
  err(programFaults.fault('PROJECT_UNREADABLE', { path, reason, position }));

/** `import { defineProject } from 'throughline'` works in a folder that has no node_modules. */
let hooked = false;
const resolveOwnName = (): void => {
  if (hooked) return;
  hooked = true;
  const own = new URL('../project.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'throughline' ? { url: own, shortCircuit: true } : next(specifier, context),
  });
};

const loadTypeScript = async (path: string): Promise<Result<unknown, Fault>> => {
  resolveOwnName();
  try {
    const { mtimeMs } = await stat(path);
    const loaded: unknown = await import(`${pathToFileURL(path).href}?changed=${mtimeMs}`);
    const value = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
    return value === undefined
      ? unreadable(path, 'It has no default export; write `export default defineProject({...})`.')
      : ok(value);
  } catch (thrown) {
    return unreadable(path, thrown instanceof Error ? thrown.message : String(thrown));
  }
};

const loadYaml = async (path: string): Promise<Result<unknown, Fault>> => {
  const content = await readFile(path, 'utf8');
  if (content.length > maximumBytes) return unreadable(path, `It is larger than ${maximumBytes} bytes.`);
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines });
  const [problem] = document.errors;
  if (problem === undefined) return ok(document.toJS({ maxAliasCount: 100 }));
  const { line, col } = lines.linePos(problem.pos[0]);
  return unreadable(path, problem.message.split('\n')[0] ?? problem.code, `, line ${line}, column ${col}`);
};

/** Reads the project file of a folder and checks it; faults name the path, the key, the value and what was expected. */
export const loadProject = async (folder: string): Promise<Result<LoadedProject, Fault>> => {
  const root = resolve(folder);
  const configFile = names.map((name) => join(root, name)).find((path) => existsSync(path));
  if (configFile === undefined) return err(programFaults.fault('PROJECT_NOT_FOUND', { path: root }));
  const loaded = await (configFile.endsWith('.ts') ? loadTypeScript(configFile) : loadYaml(configFile));
  if (!loaded.ok) return loaded;
  const parsed = projectSchema.safeParse(loaded.value);
  if (!parsed.success) {
    return err(
      programFaults.fault('PROJECT_INVALID', {
        path: configFile,
        problems: describeIssues(parsed.error.issues, loaded.value),
      }),
    );
  }
  return ok({ project: parsed.data, root, configFile });
};
