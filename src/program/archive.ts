import { join } from 'node:path';
import type { ArchiveDep, RetentionStoreDep } from '#improve/operate';
import { createRetention, hasData, restoreBackup, verifyBackup, writeBackup } from '#platform/archive';
import type { OpenedProgram } from './open-program.ts';

/** Backup, restore and retention of the opened project. */
export const createArchive = (program: OpenedProgram): ArchiveDep & RetentionStoreDep => {
  const project = program.loaded.project.name;
  const blobsFolder = join(program.dataDirectory, 'blobs');
  return {
    retention: createRetention(program, { project, blobsFolder }),
    archive: {
      project,
      write: (file, createdAt) =>
        writeBackup(program, {
          file,
          project,
          blobsFolder,
          createdAt,
          onProgress: (done, total) =>
            program.progress({ stage: 'operate', message: 'writing the backup', done, total }),
        }),
      verify: async (file) => {
        const verified = await verifyBackup(file);
        if (!verified.ok) return { ok: false, problem: verified.error };
        return { ok: true, project: verified.value.project, entries: verified.value.entries.length };
      },
      hasData: () => hasData(program, project),
      restore: (file, replace) =>
        restoreBackup(program, {
          file,
          project,
          replace,
          ledgerHeadFile: join(program.dataDirectory, 'ledger-head.json'),
        }),
    },
  };
};
