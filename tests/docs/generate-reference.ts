// `npm run docs`: writes docs/reference from the program.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/repository.ts';
import { referencePages } from './reference/pages.ts';

const folder = join(root, 'docs', 'reference');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(await referencePages())) {
  writeFileSync(join(folder, name), text);
  console.log(`docs/reference/${name}`);
}
process.exit(0);
