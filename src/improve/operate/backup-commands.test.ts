import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LedgerDep } from '#kernel';
import { backupCommand, restoreCommand, type ArchiveDep } from './backup-commands.ts';

const archive: ArchiveDep['archive'] = {
  project: 'desk',
  write: async () => ({ entries: 214, bytes: 12_340_000 }),
  verify: async () => ({ ok: true, project: 'desk', entries: 214 }),
  hasData: async () => false,
  restore: async () => {},
};

test('files of a backup and events of the ledger are told apart', async () => {
  const told: string[] = [];
  const ledger: LedgerDep['ledger'] = {
    append: async (event) => {
      told.push(event.kind);
      return { ...event, sequence: told.length, at: '', previousHash: '', hash: '' };
    },
    verify: async () => ({ intact: true, entries: 47, head: 'h' }),
    list: async () => [],
  };
  const deps = { archive, clock: { now: () => 0, monotonic: () => 0 }, ledger };
  const text = async (command: typeof backupCommand) => {
    const outcome = await command.run(deps, { positional: ['a.tar.gz'], options: {} });
    return outcome.ok ? outcome.value.text : outcome.error.code;
  };
  assert.equal(await text(backupCommand), 'wrote a.tar.gz: 214 files in 12.3 MB, read back and verified');
  assert.equal(
    await text(restoreCommand),
    'restored a.tar.gz: 214 files of the backup; the ledger is whole, 47 events',
  );
  assert.deepEqual(told, ['backup-write', 'backup-restore']);
});
