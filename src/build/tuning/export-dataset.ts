import { err, ok, type Fault, type Result } from '#kernel';
import { checkCases, type CheckOptions } from './check-cases.ts';
import type { TuningCase } from './contract.ts';
import { tuningFaults } from './errors.ts';

/** Renders cases as OpenAI chat JSONL, one conversation a line, when none of them has a problem. */
export const exportTuningDataset = (cases: readonly TuningCase[], options: CheckOptions): Result<string, Fault> => {
  const problems = checkCases(cases, options);
  const [first] = problems;
  if (first !== undefined) {
    const details = {
      problems: new Set(problems.map(({ caseId }) => caseId)).size,
      cases: cases.length,
      first: `${first.caseId}: ${first.problem}, ${first.detail}`,
    };
    return err(tuningFaults.fault('TUNING_DATASET_REJECTED', details));
  }
  const lines = cases.map(({ system, question, answer }) =>
    JSON.stringify({
      messages: [
        ...(system === '' ? [] : [{ role: 'system', content: system }]),
        { role: 'user', content: question },
        { role: 'assistant', content: answer },
      ],
    }),
  );
  return ok(lines.map((line) => `${line}\n`).join(''));
};
