import type { ApiKey } from '#kernel';

/** Whose a file or batch is: the team's, or the key's alone when it has none. A console session sees everything. */
export const ownerOf = (key: ApiKey | undefined): string | undefined => {
  if (key === undefined) return undefined;
  if (key.organisation === undefined && key.team === undefined) return `key ${key.id}`;
  return `team ${JSON.stringify([key.organisation ?? null, key.team ?? null])}`;
};
