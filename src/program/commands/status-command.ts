import { ok, shortHash, type Command, type Json } from '#kernel';
import { describeLifecycle } from '../describe-lifecycle.ts';
import type { Program } from '../open-program.ts';
import { activeRelease } from '../run-program.ts';
import type { TerminalDep } from '../terminal/terminal.ts';

const marks = { fresh: '=', stale: '~', running: '…', failed: '✗', waiting: '?', never: ' ' } as const;

/** `throughline status`. */
export const statusCommand: Command<Program & TerminalDep> = {
  name: 'status',
  description: 'Shows every stage: fresh, stale and why, failed and why, and its most telling number',
  example: 'throughline status --json',
  run: async (deps) => {
    const lifecycle = await describeLifecycle(deps, { running: undefined, live: undefined });
    const release = await activeRelease(deps);
    const lines = lifecycle.stages.map(
      ({ name, status, headline, reason }) =>
        `${marks[status]} ${name.padEnd(12)} ${status.padEnd(8)} ${headline}${status === 'fresh' ? '' : `  (${reason})`}`,
    );
    const text = [
      `${lifecycle.project.name}: ${release === undefined ? 'nothing is released' : `release ${shortHash(release)}`}`,
      ...lines,
    ].join('\n');
    const json: Json = JSON.parse(JSON.stringify({ ...lifecycle, release: release ?? null }));
    return ok({ text, json, exitCode: 0 });
  },
};
