import { err, ok, type Fault, type Result } from '#kernel';
import type { Policy, SourcePolicy } from './contract.ts';
import { governFaults } from './errors.ts';

export interface PolicyQuestion {
  readonly source: string;
  readonly use: SourcePolicy['allowedUses'][number];
}

/** The policy of a source, if there is one and it allows the use. */
export const findPolicy = (policy: Policy, { source, use }: PolicyQuestion): Result<SourcePolicy, Fault> => {
  const found = Object.hasOwn(policy.sources, source) ? policy.sources[source] : undefined;
  if (found === undefined) return err(governFaults.fault('GOVERN_POLICY_MISSING', { source }));
  if (found.allowedUses.includes(use)) return ok(found);
  const allowed = found.allowedUses.join(', ');
  return err(governFaults.fault('GOVERN_USE_NOT_ALLOWED', { source, use, allowed, owner: found.owner }));
};
