import { phases, stageNames, stagePhases } from '../../../src/kernel/stage-name.ts';
import type { CataloguePart } from '../../architecture/fault-codes.ts';
import { unitOf } from '../../architecture/layers.ts';
import { pageHead } from './markdown.ts';

const introduction =
  'Every expected failure has a permanent code. The command line prints what happened, why and what to do; `/api` answers ' +
  'with the same texts as RFC 9457 problems, `/v1` in the error shape of OpenAI. `{name}` stands for a detail.';

const heading = (path: string): string => {
  const unit = unitOf(path);
  const stage = stageNames.find((name) => name === unit?.name);
  return stage === undefined ? (unit?.name ?? path) : `${stagePhases[stage]}/${stage}`;
};

const place = (path: string): number => {
  const unit = unitOf(path);
  const stage = stageNames.findIndex((name) => name === unit?.name);
  if (stage >= 0) return stage;
  return unit?.kind === 'platform' ? stageNames.length + 1 : stageNames.length + phases.length;
};

const renderPart = ({ path, catalogue }: CataloguePart): string => {
  const entries = Object.entries(catalogue).map(([name, { what, why, remedy, status, retryable }]) =>
    [
      `### ${name}`,
      '',
      what,
      '',
      `- Why: ${why}`,
      `- What to do: ${remedy}`,
      `- HTTP status ${status}; ${retryable ? 'the same call may succeed later' : 'the same call fails again until something changes'}.`,
    ].join('\n'),
  );
  return [`## ${heading(path)}`, ...entries].join('\n\n');
};

/** The page of all faults, in lifecycle order. */
export const renderErrors = (parts: readonly CataloguePart[]): string => {
  const sorted = parts.toSorted(
    (left, right) => place(left.path) - place(right.path) || left.path.localeCompare(right.path),
  );
  return `${[pageHead('Errors', introduction).trimEnd(), ...sorted.map(renderPart)].join('\n\n')}\n`;
};
