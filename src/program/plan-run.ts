import type { StageName } from '#kernel';

interface Reader {
  readonly name: StageName;
  readonly reads: readonly string[];
}

/** The stage that a record type belongs to: the text before its slash. */
export const ownerOf = (type: string): string => type.slice(0, type.indexOf('/'));

/** The asked stages and everything they read from, in lifecycle order; all when none is asked. */
export const planRun = <Staged extends Reader>(
  stages: readonly Staged[],
  asked: readonly string[],
): readonly Staged[] => {
  if (asked.length === 0) return stages;
  const wanted = new Set(asked);
  for (const stage of stages.toReversed()) {
    if (wanted.has(stage.name)) for (const type of stage.reads) wanted.add(ownerOf(type));
  }
  return stages.filter(({ name }) => wanted.has(name));
};
