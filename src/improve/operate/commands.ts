import { err, ok, type ApiKeysDep, type ClockDep, type Command, type Json, type LedgerDep } from '#kernel';
import { applyRetention } from './apply-retention.ts';
import type { OperateConfig } from './contract.ts';
import { operateFaults } from './errors.ts';
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

/** `throughline keys create`: the only time the key is shown. */
export const keysCreate: Command<ApiKeysDep> = {
  name: 'keys create',
  description: 'Makes an API key for /v1 and prints it once',
  example: 'throughline keys create --name ci --json',
  options: [
    { flags: '--name <name>', description: 'what the key is for', default: 'default' },
    { flags: '--days <n>', description: 'days until it expires; never when absent' },
  ],
  run: async (deps: ApiKeysDep & Partial<ClockDep>, { options }) => {
    const days = Number(options['days']);
    const expires = days > 0 && deps.clock !== undefined ? { expiresAt: deps.clock.now() + days * 86_400_000 } : {};
    const { key, ...apiKey } = await deps.apiKeys.create({
      name: String(options['name'] ?? 'default'),
      actor: 'command',
      ...expires,
    });
    return ok({
      text: `${key}\nIt is shown this once; only its hash is kept.`,
      json: toJson({ key, ...apiKey }),
      exitCode: 0,
    });
  },
};

/** `throughline keys list`. */
export const keysList: Command<ApiKeysDep> = {
  name: 'keys list',
  description: 'Lists API keys by their first characters',
  example: 'throughline keys list',
  run: async ({ apiKeys }) => {
    const keys = await apiKeys.list();
    const text = keys
      .map(
        ({ id, prefix, name, revokedAt }) => `${id}  ${prefix}…  ${name}${revokedAt === undefined ? '' : '  revoked'}`,
      )
      .join('\n');
    return ok({
      text: text === '' ? 'no keys yet: throughline keys create' : text,
      json: toJson({ keys }),
      exitCode: 0,
    });
  },
};

/** `throughline keys revoke <id>`. */
export const keysRevoke: Command<ApiKeysDep> = {
  name: 'keys revoke',
  usage: '<id>',
  description: 'Ends an API key at once',
  example: 'throughline keys revoke 0190…',
  run: async ({ apiKeys }, { positional }) => {
    const id = positional[0] ?? '';
    if (!(await apiKeys.revoke({ id, actor: 'command' })))
      return err(operateFaults.fault('OPERATE_KEY_UNKNOWN', { id }));
    return ok({ text: `revoked ${id}`, json: { revoked: id }, exitCode: 0 });
  },
};

/** `throughline retention`: deletes what is older than the project file allows. */
export const retentionCommand: Command<
  Parameters<typeof applyRetention>[0] & { readonly operateConfig: OperateConfig }
> = {
  name: 'retention',
  description: 'Deletes traces, feedback, unreferenced records and blobs that are older than the project file allows',
  example: 'throughline retention --dry-run',
  options: [{ flags: '--dry-run', description: 'only count' }],
  run: async (deps, { options }) => {
    const report = await applyRetention(deps, deps.operateConfig, options['dryRun'] === true);
    const { spans, feedback, records, blobs } = report;
    const text = `${report.dryRun ? 'would delete' : 'deleted'} ${spans} spans, ${feedback} feedback, ${records} records, ${blobs} blobs`;
    return ok({ text, json: toJson(report), exitCode: 0 });
  },
};
