import { z } from 'zod';
import {
  err,
  ok,
  type Command,
  type CommandArguments,
  type CommandOutcome,
  type Fault,
  type FilesDep,
  type RecordsDep,
  type Result,
} from '#kernel';
import { parseCaseFile } from '#prove/evaluate';
import type { Case } from '#prove/evaluate/contract';
import { acceptProposal } from './accept-proposal.ts';
import { acceptOrderSchema, type LearnView } from './contract.ts';
import { learnFaults } from './errors.ts';
import { viewLearn } from './view-learn.ts';

export type LearnCommandDeps = RecordsDep & FilesDep;

const render = ({ proposal, accepted }: LearnView): string => {
  if (proposal === undefined) return 'There is no proposal yet. Run `throughline run learn`.';
  const items = proposal.items.map(
    ({ reason, question, comment }) =>
      `  ${reason.padEnd(11)} ${question.slice(0, 100)}${comment === '' ? '' : `  (${comment.slice(0, 80)})`}`,
  );
  return [
    `Proposal ${proposal.hash.slice(0, 12)} of ${proposal.createdAt}`,
    proposal.says,
    ...items,
    ...proposal.reevaluate.map(
      (why) => `  compare the candidates again: ${why} Run \`throughline run models experiments\`.`,
    ),
    `${accepted.length} accepted so far.`,
  ].join('\n');
};

const list = async (deps: LearnCommandDeps): Promise<Result<CommandOutcome, Fault>> => {
  const view = await viewLearn(deps);
  return ok({ text: render(view), json: JSON.parse(JSON.stringify(view)), exitCode: 0 });
};

const readCases = async ({ files }: FilesDep, file: string): Promise<Result<readonly Case[], Fault>> => {
  const text = file === '' ? undefined : await files.readText(file);
  if (text === undefined) return err(learnFaults.fault('LEARN_CASES_MISSING', { file }));
  const parsed = parseCaseFile({ path: file, text });
  return parsed.ok ? ok(parsed.value.cases) : parsed;
};

const accept = async (
  deps: LearnCommandDeps,
  { positional: [proposal], options }: CommandArguments,
): Promise<Result<CommandOutcome, Fault>> => {
  const cases = await readCases(deps, String(options['cases'] ?? ''));
  if (!cases.ok) return cases;
  const newest = (await viewLearn(deps)).proposal?.hash ?? '';
  const wanted = proposal === undefined || newest.startsWith(proposal) ? newest : proposal;
  const order = acceptOrderSchema.safeParse({
    proposal: wanted,
    cases: cases.value,
    actor: options['by'],
    reason: options['reason'],
  });
  if (!order.success)
    return err(learnFaults.fault('LEARN_ORDER_INVALID', { problem: z.prettifyError(order.error).slice(0, 500) }));
  const accepted = await acceptProposal(deps, order.data);
  if (!accepted.ok) return accepted;
  const { hash } = accepted.value;
  return ok({
    text: `${cases.value.length} cases accepted (${hash.slice(0, 12)}). The next \`throughline run\` evaluates with them.`,
    json: { hash, cases: cases.value.length },
    exitCode: 0,
  });
};

/** `learn list` and `learn accept`. */
export const learnCommands: readonly Command<LearnCommandDeps>[] = [
  {
    name: 'learn list',
    description: 'Shows what production taught and what was accepted',
    example: 'throughline learn list --json',
    run: list,
  },
  {
    name: 'learn accept',
    usage: '[proposal]',
    description:
      'Accepts reviewed cases of a proposal, the newest when none is named; the next run evaluates with them',
    example: 'throughline learn accept --cases reviewed.yaml --by "Ada" --reason "checked against the manual"',
    options: [
      { flags: '--cases <file>', description: 'A file of cases, as in the evaluation set' },
      { flags: '--by <name>', description: 'Who reviewed them' },
      { flags: '--reason <text>', description: 'Why they belong in' },
    ],
    run: accept,
  },
];
