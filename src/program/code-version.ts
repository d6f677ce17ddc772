import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOf, sha256, stagePhases, type StageName } from '#kernel';

const sources = fileURLToPath(new URL('..', import.meta.url));

const isCode = (name: string): boolean =>
  (name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'testing.ts') ||
  name.endsWith('.prompt') ||
  name.endsWith('.yaml');

/** Hash of the code of one stage: its own folder, without tests. Changing it makes the stage stale. */
export const codeVersion = (stage: StageName): string => {
  const folder = join(sources, stagePhases[stage], stage);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isCode(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return hashOf(files.map((file) => [file.slice(folder.length), sha256(readFileSync(file))]));
};
