import { spawnSync } from 'node:child_process';
import { shown, terminal, type ShownCommand } from '../../src/console/ui/commands.ts';

const hash = 'a'.repeat(64);

/** Every command that `ShowCommand` can show, with values that a shell could stumble over. */
export const shownSamples = {
  run: shown.run('evaluate', 'experiments'),
  ask: shown.ask(`What's "bodyLimit", and $HOME; is it \\1?`, 'throughline'),
  waive: shown.waive('kpi-latency-p95', hash),
  rollBack: shown.rollBack(),
  gateway: shown.gateway(),
  keys: shown.keys(),
  key: shown.key('0190'),
  createKey: shown.createKey("Ada's laptop"),
  budgets: shown.budgets(),
  setLimit: shown.setLimit({ level: 'team', subject: 'search', kind: 'month', amount: 200 }),
  usage: shown.usage('key,model', 7),
  verifyLedger: shown.verifyLedger(),
  traces: shown.traces(),
  trace: shown.trace(hash.slice(0, 32)),
  record: shown.record(hash),
  lineage: shown.lineage(hash),
  answer: shown.answer(hash.slice(0, 32)),
} as const satisfies Readonly<Record<keyof typeof shown, ShownCommand>>;

const terminalSamples = {
  run: terminal.run('charter'),
  ask: terminal.ask('-- is no option, or is it?'),
  verifyLedger: terminal.verifyLedger(),
  status: terminal.status(),
  login: terminal.login(),
  createKey: terminal.createKey(),
} as const satisfies Readonly<Record<keyof typeof terminal, string>>;

/** Every command line that the console tells people to type. */
export const typedLines: readonly string[] = [
  ...Object.values(shownSamples).flatMap(({ cli }: ShownCommand) => cli ?? []),
  ...Object.values(terminalSamples),
];

/** The words of a line as a shell reads them. */
export const shellWords = (line: string): readonly string[] => {
  const { stdout, stderr, status } = spawnSync(
    'sh',
    ['-c', String.raw`for word in ${line}; do printf '%s\0' "$word"; done`],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`A shell cannot read ${line}: ${stderr}`);
  return stdout.split('\0').slice(0, -1);
};
