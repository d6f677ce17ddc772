import { ok, type Command } from '#kernel';
import { readReport, waiveGate } from '#prove/readiness';
import type { Program } from '../open-program.ts';

/** `throughline readiness waive <gate>`. */
export const waiveCommand: Command<Program> = {
  name: 'readiness waive',
  usage: '<gate>',
  description: 'A named person accepts a failed or unknown gate of the current candidate, with a reason',
  example: 'throughline readiness waive kpi-latency --actor "Risk officer" --reason "Pilot with ten users"',
  options: [
    { flags: '--actor <name>', description: 'who decides' },
    { flags: '--reason <text>', description: 'why' },
  ],
  run: async (deps, { positional, options }) => {
    const report = await readReport(deps);
    const waived = await waiveGate(deps, {
      gate: positional[0] ?? '',
      candidateId: report?.body.candidateId ?? '',
      actor: String(options['actor'] ?? ''),
      reason: String(options['reason'] ?? ''),
    });
    if (!waived.ok) return waived;
    return ok({
      text: `waived; record ${waived.value.hash.slice(0, 12)}. Next: throughline run`,
      json: { record: waived.value.hash },
      exitCode: 0,
    });
  },
};
