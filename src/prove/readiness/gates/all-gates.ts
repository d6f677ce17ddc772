import type { Gate } from '../contract.ts';
import type { Facts, GateRule } from '../facts.ts';
import { budgetGate } from './budget-gate.ts';
import { kpiGates } from './kpi-gates.ts';
import { loadGate } from './load-gate.ts';
import { licenceGate, residencyGate } from './model-gates.ts';
import { probeGate } from './probe-gate.ts';
import { sealedGate } from './sealed-gate.ts';
import { auditGate, monitoringGate } from './system-gates.ts';

/** The gates, in the order of the report. */
export const gateRules: readonly GateRule[] = [
  kpiGates,
  sealedGate,
  loadGate,
  probeGate,
  licenceGate,
  residencyGate,
  budgetGate,
  auditGate,
  monitoringGate,
];

/** What every gate says about the facts. */
export const judgeGates = (facts: Facts): readonly Gate[] => gateRules.flatMap((rule) => rule(facts));
