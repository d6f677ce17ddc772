import { err, ok, type Fault, type Result } from '#kernel';
import { governFaults } from './errors.ts';

/** The number of days in a retention such as `P365D`. */
export const retentionDays = (retention: string): Result<number, Fault> => {
  const digits = /^P(\d{1,5})D$/.exec(retention)?.[1];
  const days = digits === undefined ? Number.NaN : Number(digits);
  return days <= 36_500 ? ok(days) : err(governFaults.fault('GOVERN_RETENTION_INVALID', { retention }));
};
