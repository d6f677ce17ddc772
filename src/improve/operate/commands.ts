import { ok, type Command, type Json, type LedgerDep } from '#kernel';
import { applyRetention } from './apply-retention.ts';
import type { OperateConfig } from './contract.ts';
import { lineOfEntry } from './render-ledger.ts';

const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));

/** `throughline audit verify`: exit code 1 when the chain is broken. */
export const auditVerify: Command<LedgerDep> = {
  name: 'audit verify',
  description: 'Checks the hash chain of the ledger: finds a changed, removed or cut-off entry',
  example: 'throughline audit verify --json',
  run: async ({ ledger }) => {
    const verdict = await ledger.verify();
    const text = verdict.intact
      ? `whole: ${verdict.entries} entries, head ${verdict.head.slice(0, 12)}`
      : `broken at entry ${verdict.sequence}: ${verdict.problem}`;
    return ok({ text, json: toJson(verdict), exitCode: verdict.intact ? 0 : 1 });
  },
};

/** `throughline audit list`. */
export const auditList: Command<LedgerDep> = {
  name: 'audit list',
  description: 'Lists what happened, newest first',
  example: 'throughline audit list --limit 20',
  options: [{ flags: '--limit <n>', description: 'entries, 1 to 1000', default: '50' }],
  run: async ({ ledger }, { options }) => {
    const limit = Math.min(1000, Math.max(1, Number(options['limit']) || 50));
    const entries = await ledger.list({ limit });
    return ok({ text: entries.map(lineOfEntry).join('\n'), json: toJson({ entries }), exitCode: 0 });
  },
};

/** `throughline retention`: deletes what is older than the project file allows. */
export const retentionCommand: Command<
  Parameters<typeof applyRetention>[0] & { readonly operateConfig: OperateConfig }
> = {
  name: 'retention',
  description:
    'Deletes traces, feedback, accounts of calls, unreferenced records and blobs that are older than the project file allows',
  example: 'throughline retention --dry-run',
  options: [{ flags: '--dry-run', description: 'only count' }],
  run: async (deps, { options }) => {
    const report = await applyRetention(deps, deps.operateConfig, options['dryRun'] === true);
    const { spans, feedback, records, blobs, accounts } = report;
    const text = `${report.dryRun ? 'would delete' : 'deleted'} ${spans} spans, ${feedback} feedback, ${records} records, ${blobs} blobs, ${accounts} accounts of calls`;
    return ok({ text, json: toJson(report), exitCode: 0 });
  },
};
