import type { GateRule } from '../facts.ts';

/** The hash chain of the ledger, recomputed. */
export const auditGate: GateRule = ({ checks }) => {
  const { intact, says } = checks.body.audit;
  return [
    {
      id: 'audit-chain',
      name: 'Audit chain',
      verdict: intact ? 'pass' : 'fail',
      blocking: true,
      says,
      target: 'intact',
      evidence: checks.hash,
    },
  ];
};

/** A span that was written must be found again. */
export const monitoringGate: GateRule = ({ checks }) => {
  const { ok, says } = checks.body.monitoring;
  return [
    {
      id: 'monitoring',
      name: 'Monitoring',
      verdict: ok ? 'pass' : 'fail',
      blocking: true,
      says,
      target: 'a written span is read back',
      evidence: checks.hash,
    },
  ];
};
