import type { Fault, FilesDep, Phase, RecordDraft, Result, Stage, StageInput, StageName } from '#kernel';
import type { Project } from '../project.ts';

/** A stage whose config type is forgotten, so that all stages stand in one list. */
export interface MountedStage<Deps> {
  readonly name: StageName;
  readonly phase: Phase;
  readonly question: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly slice: (project: Project) => unknown;
  readonly watch: (
    deps: Deps & FilesDep,
    project: Project,
    projectRoot: string,
  ) => Promise<Readonly<Record<string, string>>>;
  readonly run: (
    deps: Deps,
    project: Project,
    input: Omit<StageInput<unknown>, 'config' | 'projectName'>,
  ) => Promise<Result<readonly RecordDraft[], Fault>>;
}

/** Binds a stage to its own key of the project file. */
export const mountStage = <Config, Deps>(stage: Stage<Config, Deps>): MountedStage<Deps> => {
  const configOf = (project: Project): Config => stage.config.parse(project[stage.name]);
  return {
    name: stage.name,
    phase: stage.phase,
    question: stage.question,
    reads: stage.reads,
    writes: stage.writes,
    slice: configOf,
    watch: async (deps, project, projectRoot) => stage.watch?.(deps, { config: configOf(project), projectRoot }) ?? {},
    run: (deps, project, input) => stage.run(deps, { ...input, config: configOf(project), projectName: project.name }),
  };
};
