import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ok, type Command } from '#kernel';
import { indexRecordSchema } from '#build/knowledge/contract';
import { selectionSchema } from '#build/models/contract';
import { renderFindings, runDoctor, type DoctorCheck } from '#improve/operate';
import { checkPort } from '#platform/process';
import type { Program } from '../open-program.ts';
import { portOf } from './port-of.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const minimumFreeBytes = 1_000_000_000;

const machineChecks = (program: Program): readonly DoctorCheck[] => [
  {
    check: 'runtime',
    look: async () => ({
      ok: Number(process.versions.node.split('.')[0]) >= 24,
      says: `Node ${process.versions.node}`,
      remedy: 'Start through bin/throughline.mjs, which picks the packaged runtime.',
    }),
  },
  {
    check: 'disk',
    look: async () => {
      const { bavail, bsize } = await statfs(program.dataDirectory);
      return {
        ok: bavail * bsize > minimumFreeBytes,
        says: `${((bavail * bsize) / 1e9).toFixed(1)} GB free for ${program.dataDirectory}`,
        remedy: 'Make room: 1 GB at least.',
      };
    },
  },
  {
    check: 'port',
    look: async () => {
      const port = portOf(undefined, process.env['PORT']);
      if (!port.ok) return { ok: false, says: port.error.what, remedy: port.error.remedy };
      const free = await checkPort(port.value, '127.0.0.1');
      if (free.ok) return { ok: true, says: `${port.value} is free` };
      const isTaken = free.error.code === 'PLATFORM_PORT_IN_USE';
      const says = isTaken ? `${port.value} is in use: a server runs there, or set PORT` : free.error.what;
      return { ok: isTaken, says, remedy: free.error.remedy };
    },
  },
  {
    check: 'console',
    look: async () => ({
      ok: existsSync(join(root, 'dist/console/index.html')),
      says: 'the console is built',
      remedy: 'npm start builds it.',
    }),
  },
];

const storeChecks = (program: Program): readonly DoctorCheck[] => [
  {
    check: 'database',
    look: async () => {
      return { ok: true, says: `PostgreSQL ${await program.database.version()}` };
    },
  },
  {
    check: 'ledger',
    look: async () => {
      const verdict = await program.ledger.verify();
      return verdict.intact
        ? { ok: true, says: `whole, ${verdict.entries} entries` }
        : {
            ok: false,
            says: `broken at entry ${verdict.sequence}: ${verdict.problem}`,
            remedy: 'Restore a backup; ask who changed the database.',
          };
    },
  },
  {
    check: 'models',
    look: async () => {
      const [record] = await program.records.list({ type: 'models/selection', current: true, limit: 1 });
      const selection = selectionSchema.safeParse(record?.body).data;
      if (selection === undefined)
        return { ok: false, says: 'no model is selected yet', remedy: 'throughline run models' };
      const opened = await program.models.embedding(selection.embedding.id);
      const same = opened.ok && opened.value.digest === selection.embedding.digest;
      return {
        ok: same,
        says: `embedding ${selection.embedding.id}${same ? ' is there with its digest' : ' is missing or changed'}`,
        remedy: `throughline models pull ${selection.embedding.id}`,
      };
    },
  },
  {
    check: 'index',
    look: async () => {
      const [record] = await program.records.list({ type: 'knowledge/index', current: true, limit: 1 });
      const index = indexRecordSchema.safeParse(record?.body).data;
      if (index === undefined)
        return { ok: false, says: 'nothing is indexed yet', remedy: 'throughline run knowledge' };
      const there = (await program.vectorIndex.tables()).includes(index.table);
      return {
        ok: there,
        says: `${index.chunks} passages${there ? '' : ', but the table is gone'}`,
        remedy: 'throughline run knowledge builds it again.',
      };
    },
  },
];

/** `throughline doctor`: exit code 1 when a check fails. */
export const doctorCommand: Command<Program> = {
  name: 'doctor',
  description: 'Says what is wrong with machine, data and project, and what to do about it',
  example: 'throughline doctor --json',
  run: async (program) => {
    const findings = await runDoctor([...machineChecks(program), ...storeChecks(program)]);
    return ok({
      text: renderFindings(findings),
      json: { findings: [...findings] },
      exitCode: findings.every((finding) => finding.ok) ? 0 : 1,
    });
  },
};
