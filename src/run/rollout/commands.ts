import {
  err,
  ok,
  type Command,
  type CommandArguments,
  type CommandOutcome,
  type Fault,
  type RecordsDep,
  type Result,
} from '#kernel';
import {
  rolloutOrderSchema,
  type RolloutConfig,
  type RolloutOrder,
  type RolloutState,
  type RolloutView,
} from './contract.ts';
import { rolloutFaults } from './errors.ts';
import { findRelease } from './find-release.ts';
import { abort, promote, rollBack } from './orders.ts';
import { startRollout, type StartDeps } from './start-rollout.ts';
import { viewRollout, type ViewDeps } from './view-rollout.ts';

export type RolloutCommandDeps = ViewDeps &
  StartDeps &
  RecordsDep & {
    readonly rolloutConfig: RolloutConfig;
    readonly decided: () => Promise<void>;
  };

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

const armLine = ({ arm, name, exposures, bad, badRate }: RolloutView['arms'][number]): string =>
  `  ${arm.padEnd(8)} ${name.padEnd(24)} ${exposures} conversations, ${bad} bad${badRate === undefined ? '' : ` = ${percent(badRate.value)} (95 %: ${percent(badRate.low)} to ${percent(badRate.high)})`}`;

const headline = ({ active, previous, canary, lastDecision }: RolloutState): readonly string[] => [
  active === undefined
    ? 'Nothing is released.'
    : `Active release ${active.slice(0, 12)}${previous === undefined ? '' : `, before it ${previous.slice(0, 12)}`}`,
  ...(canary === undefined
    ? []
    : [
        `Canary ${canary.release.slice(0, 12)} gets ${percent(canary.share)} of conversations since ${canary.startedAt}${canary.simulated ? ' (simulated regression)' : ''}`,
      ]),
  ...(lastDecision === undefined
    ? []
    : [
        `Last decision: ${lastDecision.verdict} by ${lastDecision.actor} at ${lastDecision.at}. ${lastDecision.because}`,
      ]),
];

/** The view as text. */
export const renderRollout = ({ state, arms, guards }: RolloutView): string =>
  [...headline(state), ...arms.map(armLine), ...guards.map(({ metric, says }) => `  ${metric}: ${says}`)].join('\n');

const outcome = async (deps: RolloutCommandDeps): Promise<Result<CommandOutcome, Fault>> => {
  const view = await viewRollout(deps, deps.rolloutConfig);
  const { history: _, ...rest } = view;
  return ok({ text: renderRollout(view), json: JSON.parse(JSON.stringify(rest)), exitCode: 0 });
};

const orderOf = ({ options }: CommandArguments): Result<RolloutOrder, Fault> => {
  const order = rolloutOrderSchema.safeParse({ actor: options['by'], reason: options['reason'] });
  return order.success ? ok(order.data) : err(rolloutFaults.fault('ROLLOUT_ORDER_INVALID'));
};

const byOptions = [
  { flags: '--by <name>', description: 'Who decides' },
  { flags: '--reason <text>', description: 'Why' },
] as const;

type Order = (
  deps: RolloutCommandDeps,
  order: RolloutOrder,
  given: CommandArguments,
) => Promise<Result<RolloutState, Fault>>;

const orderCommand = ({
  name,
  description,
  order,
  usage,
}: {
  readonly name: string;
  readonly description: string;
  readonly order: Order;
  readonly usage?: string;
}): Command<RolloutCommandDeps> => ({
  name: `rollout ${name}`,
  ...(usage === undefined ? {} : { usage }),
  description,
  example: `throughline rollout ${name}${usage === undefined ? '' : ' basic-rag'} --by "Ada" --reason "looked at the answers"`,
  options: byOptions,
  run: async (deps, given) => {
    const by = orderOf(given);
    if (!by.ok) return by;
    const state = await order(deps, by.value, given);
    if (!state.ok) return state;
    await deps.decided();
    return outcome(deps);
  },
});

const start: Order = async (deps, order, { positional: [release = ''] }) => {
  const found = await findRelease(deps, release);
  return found.ok ? startRollout(deps, { release: found.value, order, config: deps.rolloutConfig }) : found;
};

/** `rollout status|start|promote|rollback|abort`. */
export const rolloutCommands: readonly Command<RolloutCommandDeps>[] = [
  {
    name: 'rollout status',
    description: 'Shows the active release and the running or last rollout',
    example: 'throughline rollout status --json',
    run: outcome,
  },
  orderCommand({
    name: 'start',
    usage: '<release>',
    description: 'Splits off a release as a canary, by hash or name',
    order: start,
  }),
  orderCommand({
    name: 'promote',
    description: 'Makes the canary the active release',
    order: (deps, order) => promote(deps, order),
  }),
  orderCommand({
    name: 'rollback',
    description: 'Takes the canary away, or goes back to the release before',
    order: (deps, order) => rollBack(deps, order),
  }),
  orderCommand({
    name: 'abort',
    description: 'Ends the rollout without a verdict',
    order: (deps, order) => abort(deps, order),
  }),
];
