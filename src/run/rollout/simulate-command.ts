import { err, ok, type Command, type CommandOutcome, type Fault, type RecordsDep, type Result } from '#kernel';
import { caseSetSchema, type Case } from '#prove/evaluate/contract';
import { renderRollout, type RolloutCommandDeps } from './commands.ts';
import { rolloutFaults } from './errors.ts';
import { simulate, type SimulateDeps, type Simulation } from './simulate.ts';
import { startRegression } from './start-regression.ts';
import { viewRollout } from './view-rollout.ts';

export type SimulateCommandDeps = RolloutCommandDeps & SimulateDeps;

const developmentCases = async ({ records }: RecordsDep): Promise<readonly Case[]> => {
  const [record] = await records.list({ type: 'evaluate/case-set', current: true, limit: 1 });
  return caseSetSchema.safeParse(record?.body).data?.cases.filter(({ split }) => split === 'dev') ?? [];
};

const numberOf = (
  text: string | boolean | undefined,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined => {
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
};

const exitCode = ({ judgement }: Simulation, isRegression: boolean): CommandOutcome['exitCode'] => {
  if (isRegression) return judgement?.verdict === 'fail' ? 0 : 1;
  return judgement?.verdict === 'fail' ? 100 : 0;
};

const summary = async (
  deps: SimulateCommandDeps,
  simulation: Simulation,
  isRegression: boolean,
): Promise<CommandOutcome> => {
  const view = await viewRollout(deps, deps.rolloutConfig);
  const { sent, bad, failed, judgement } = simulation;
  const decision = judgement === undefined ? 'no-rollout' : judgement.verdict;
  const text = `${sent} requests, ${bad} bad answers, ${failed} failed. Decision: ${decision}.\n${renderRollout(view)}`;
  const json = {
    sent,
    bad,
    failed,
    decision,
    because: judgement?.because ?? null,
    state: JSON.parse(JSON.stringify(view.state)),
  };
  return { text, json, exitCode: exitCode(simulation, isRegression) };
};

const run = async (
  deps: SimulateCommandDeps,
  options: Readonly<Record<string, string | boolean | undefined>>,
): Promise<Result<CommandOutcome, Fault>> => {
  const requests = numberOf(options['requests'], { least: 1, most: 100_000 });
  const rate = numberOf(options['rate'], { least: 0.01, most: 1000 });
  if (requests === undefined || rate === undefined) return err(rolloutFaults.fault('ROLLOUT_SIMULATE_USAGE'));
  const isRegression = options['regression'] === true;
  const cases = await developmentCases(deps);
  if (isRegression) {
    const started = await startRegression(deps, deps.rolloutConfig);
    if (!started.ok) return started;
    await deps.decided();
  }
  const simulated = await simulate(deps, {
    cases,
    requests: Math.round(requests),
    rate,
    seed: String(options['seed'] ?? '7'),
  });
  return simulated.ok ? ok(await summary(deps, simulated.value, isRegression)) : simulated;
};

/** `simulate`. */
export const simulateCommand: Command<SimulateCommandDeps> = {
  name: 'simulate',
  description:
    'Sends a bounded stream of development questions and marks the answers, so that a rollout can be watched deciding',
  example: 'throughline simulate --requests 400 --rate 20 --regression',
  options: [
    { flags: '--requests <n>', description: 'Requests at the most', default: '400' },
    { flags: '--rate <n>', description: 'Requests a second', default: '20' },
    { flags: '--regression', description: 'Makes a worse copy of the active release the canary first', default: false },
    { flags: '--seed <text>', description: 'Order of the questions', default: '7' },
  ],
  run: (deps, { options }) => run(deps, options),
};
