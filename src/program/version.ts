import { readFileSync } from 'node:fs';
import { z } from 'zod';

const packageSchema = z.looseObject({ version: z.string() });

/** Version of the program, from its package.json. */
export const programVersion = (): string =>
  packageSchema.parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))).version;
