import { err, ok, type ClockDep, type Command, type Json, type LedgerDep } from '#kernel';
import { operateFaults } from './errors.ts';

/** What `platform/archive` does for one project. */
export interface ArchiveDep {
  readonly archive: {
    readonly project: string;
    readonly write: (file: string, createdAt: string) => Promise<{ readonly entries: number; readonly bytes: number }>;
    /** The project the file belongs to, or what is wrong with it. */
    readonly verify: (
      file: string,
    ) => Promise<
      | { readonly ok: true; readonly project: string; readonly entries: number }
      | { readonly ok: false; readonly problem: string }
    >;
    readonly hasData: () => Promise<boolean>;
    readonly restore: (file: string, replace: boolean) => Promise<void>;
  };
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** `throughline backup <file>`. */
export const backupCommand: Command<ArchiveDep & ClockDep & LedgerDep> = {
  name: 'backup',
  usage: '<file>',
  description: 'Writes everything of the project (records, ledger, traces, keys, blobs) into one verified file',
  example: 'throughline backup desk.throughline.tar.gz',
  run: async ({ archive, clock, ledger }, { positional }) => {
    const file = positional[0] ?? '';
    const written = await archive.write(file, new Date(clock.now()).toISOString());
    const checked = await archive.verify(file);
    if (!checked.ok) return err(operateFaults.fault('OPERATE_BACKUP_BROKEN', { file, problem: checked.problem }));
    await ledger.append({
      actor: 'command',
      kind: 'backup-write',
      subject: archive.project,
      payload: { entries: written.entries, bytes: written.bytes },
    });
    const json: Json = { file, entries: written.entries, bytes: written.bytes };
    return ok({
      text: `wrote ${file}: ${written.entries} files in ${megabytes(written.bytes)}, read back and verified`,
      json,
      exitCode: 0,
    });
  },
};

/** `throughline restore <file>`. */
export const restoreCommand: Command<ArchiveDep & LedgerDep> = {
  name: 'restore',
  usage: '<file>',
  description: 'Verifies a backup and puts it back; the search index is rebuilt by the next run',
  example: 'throughline restore desk.throughline.tar.gz --data ./restored',
  options: [{ flags: '--force', description: 'replace what the project has here' }],
  run: async ({ archive, ledger }, { positional, options }) => {
    const file = positional[0] ?? '';
    const checked = await archive.verify(file);
    if (!checked.ok) return err(operateFaults.fault('OPERATE_BACKUP_BROKEN', { file, problem: checked.problem }));
    if (checked.project !== archive.project) {
      return err(
        operateFaults.fault('OPERATE_BACKUP_OTHER_PROJECT', { file, found: checked.project, wanted: archive.project }),
      );
    }
    const replace = options['force'] === true;
    if (!replace && (await archive.hasData()))
      return err(operateFaults.fault('OPERATE_TARGET_NOT_EMPTY', { project: archive.project }));
    await archive.restore(file, replace);
    const verdict = await ledger.verify();
    if (!verdict.intact)
      return err(
        operateFaults.fault('OPERATE_BACKUP_BROKEN', { file, problem: `its ledger is broken: ${verdict.problem}` }),
      );
    await ledger.append({
      actor: 'command',
      kind: 'backup-restore',
      subject: archive.project,
      payload: { entries: checked.entries },
    });
    return ok({
      text: `restored ${file}: ${checked.entries} files of the backup; the ledger is whole, ${verdict.entries} events`,
      json: { file, entries: checked.entries },
      exitCode: 0,
    });
  },
};
