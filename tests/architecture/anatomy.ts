import { stageNames, stagePhases, type StageName } from '../../src/kernel/stage-name.ts';
import { unitOf } from './layers.ts';
import type { SourceFile } from './repository.ts';

const needed = ['README.md', 'index.ts', 'contract.ts', 'errors.ts', 'stage.ts'];

const judgeStage = (name: StageName, paths: readonly string[]): readonly string[] => {
  const folder = `src/${stagePhases[name]}/${name}/`;
  const inside = paths.filter((path) => path.startsWith(folder));
  const missing = needed.filter((file) => !inside.includes(folder + file)).map((file) => `${folder}${file} is missing`);
  return inside.some((path) => path.endsWith('.test.ts')) ? missing : [...missing, `${folder} has no test`];
};

/** Parts of the anatomy that a stage lacks, and code under `src/` that belongs to no stage or unit. */
export const anatomyFaults = (files: readonly SourceFile[]): readonly string[] => {
  const paths = files.map(({ path }) => path);
  const homeless = paths.filter((path) => path.startsWith('src/') && unitOf(path) === undefined);
  return [
    ...stageNames.flatMap((name) => judgeStage(name, paths)),
    ...homeless.map((path) => `${path} belongs to no unit`),
  ];
};
