// What a browser must load before the console's first page shows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Scripts, preloaded modules and style sheets that an index page names, by path. */
export const firstLoadFiles = (html) =>
  [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="\/?([^"]+\.(?:js|css))"/g)].map(([, path]) => path);

/** Gzipped bytes of the index page and of everything it names. */
export const firstLoadBytes = (folder) => {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = firstLoadFiles(html).map((path) => readFileSync(join(folder, path)));
  if (files.length === 0) throw new Error('The index page of the console names no script.');
  return [Buffer.from(html), ...files].reduce((total, content) => total + gzipSync(content).length, 0);
};
