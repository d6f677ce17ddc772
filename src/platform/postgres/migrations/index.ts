import { foundation } from './001-foundation.ts';
import { production } from './002-production.ts';
import { limits } from './003-limits.ts';
import { batches } from './004-batches.ts';

/** In order; the version of the schema is how many have been applied. A released one never changes. */
export const migrations: readonly string[] = [foundation, production, limits, batches];
