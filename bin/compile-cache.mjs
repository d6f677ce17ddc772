// Keeps compiled code between starts.
import module from 'node:module';
import { join } from 'node:path';

/** Turns the compile cache on where the runtime has one; a folder that cannot be written only costs time. */
export const enableCompileCache = (root) => {
  module.enableCompileCache?.(join(root, 'node_modules', '.cache', 'compile'));
};
