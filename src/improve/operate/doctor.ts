import type { DoctorFinding } from './contract.ts';

/** One check of the doctor: a name and what it finds. It never throws; what it cannot find out is a finding. */
export interface DoctorCheck {
  readonly check: string;
  readonly look: () => Promise<{ readonly ok: boolean; readonly says: string; readonly remedy?: string }>;
}

/** Runs every check, also after one failed, and says for each what is wrong and what to do. */
export const runDoctor = async (checks: readonly DoctorCheck[]): Promise<readonly DoctorFinding[]> =>
  Promise.all(
    checks.map(async ({ check, look }) => {
      try {
        const { ok, says, remedy = '' } = await look();
        return { check, ok, says, remedy: ok ? '' : remedy };
      } catch (thrown) {
        const says = thrown instanceof Error ? thrown.message : String(thrown);
        return { check, ok: false, says, remedy: 'The check itself failed; run it again, and report it if it stays.' };
      }
    }),
  );

/** The findings as lines for people. */
export const renderFindings = (findings: readonly DoctorFinding[]): string =>
  findings
    .map(
      ({ check, ok, says, remedy }) =>
        `${ok ? '✓' : '✗'} ${check.padEnd(16)} ${says}${remedy === '' ? '' : `\n  do: ${remedy}`}`,
    )
    .join('\n');
