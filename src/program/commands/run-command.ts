import { ok, shortHash, type Command } from '#kernel';
import { isStageName, stageNames, err } from '#kernel';
import { programFaults } from '../errors.ts';
import type { Program } from '../open-program.ts';
import { runProgram, type RunOutcome } from '../run-program.ts';
import { durationText } from '../terminal/render-run.ts';
import { showRunEvent } from '../terminal/render-run.ts';
import type { TerminalDep } from '../terminal/terminal.ts';

/** 100 when the run judged the gates and one that blocks failed. */
const exitCodeOf = ({ report, failedGates }: RunOutcome): 0 | 1 | 100 => {
  if (!report.ok) return 1;
  const judged = report.stages.some(({ name }) => name === 'readiness');
  return judged && failedGates.length > 0 ? 100 : 0;
};

/** `throughline run [stages...]`. */
export const runCommand: Command<Program & TerminalDep> = {
  name: 'run',
  usage: '[stages...]',
  description: 'Brings the lifecycle up to date: runs what is stale, in order, and nothing else',
  example: 'throughline run evaluate --json',
  run: async (deps, { positional }) => {
    const unknown = positional.find((name) => !isStageName(name));
    if (unknown !== undefined) {
      return err(programFaults.fault('RUN_STAGE_UNKNOWN', { stage: unknown, known: stageNames.join(', ') }));
    }
    const started = deps.clock.monotonic();
    const ran = await runProgram(deps, { asked: positional, emit: (event) => showRunEvent(deps, event) });
    if (!ran.ok) return ran;
    const { report, release, failedGates, unknownGates } = ran.value;
    const stages = report.stages.map(({ name, status, seconds, records }) => ({
      name,
      status,
      seconds: Math.round(seconds * 1000) / 1000,
      records,
    }));
    const gates = [
      ...(failedGates.length === 0 ? [] : [`failed gates: ${failedGates.join(', ')}`]),
      ...(unknownGates.length === 0
        ? []
        : [`unknown gates: ${unknownGates.join(', ')} (review questions, or: throughline readiness waive GATE)`]),
    ].map((line) => `\n${line}`);
    const text = `\n${report.ok ? 'done' : 'failed'} in ${durationText((deps.clock.monotonic() - started) / 1000)}; release ${release === undefined ? 'none' : shortHash(release)}${gates.join('')}`;
    return ok({
      text,
      json: {
        type: 'summary',
        ok: report.ok,
        stages,
        release: release ?? null,
        failedGates: [...failedGates],
        unknownGates: [...unknownGates],
      },
      exitCode: exitCodeOf(ran.value),
    });
  },
};
