import { stages } from '../lifecycle.ts';
import { codeVersion } from './code-version.ts';
import type { Lifecycle } from './contract.ts';
import { stageState, type LiveProgress } from './lifecycle-state.ts';
import type { Program } from './open-program.ts';
import { programVersion } from './version.ts';

export interface LiveRun {
  readonly running: { readonly runId: string; readonly startedAt: string } | undefined;
  readonly live: LiveProgress | undefined;
}

/** Every stage with its state, for the map and the status command. */
export const describeLifecycle = async (program: Program, { running, live }: LiveRun): Promise<Lifecycle> => {
  const { project, root, configFile } = program.loaded;
  const request = { stages, project, root, codeVersion, live, running: running !== undefined };
  return {
    project: { name: project.name, root, data: program.dataDirectory, configFile },
    version: programVersion(),
    ...(running === undefined ? {} : { running }),
    stages: await Promise.all(stages.map((stage) => stageState(program, request, stage))),
  };
};
