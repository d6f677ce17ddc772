export { backedUpTables, type Manifest } from './manifest.ts';
export { verifyBackup } from './read-backup.ts';
export { hasData, restoreBackup, type RestoreRequest } from './restore-backup.ts';
export { writeBackup, type BackupRequest } from './write-backup.ts';
export { createRetention } from './retention.ts';
