import { err, ok, type Fault, type RecordsDep, type Result, type StoredRecord } from '#kernel';
import { readinessReportSchema, type ReadinessReport, type Waiver } from './contract.ts';
import { readinessFault } from './errors.ts';

/** The newest readiness report; undefined before the first. */
export const readReport = async ({ records }: RecordsDep): Promise<StoredRecord<ReadinessReport> | undefined> => {
  const [stored] = await records.list({ type: 'readiness/report', current: true, limit: 1 });
  return stored && { ...stored, body: readinessReportSchema.parse(stored.body) };
};

const checkWaiver = ({ gates, candidateId }: ReadinessReport, waiver: Waiver): Fault | undefined => {
  const gate = gates.find(({ id }) => id === waiver.gate);
  if (gate === undefined || candidateId !== waiver.candidateId) {
    return readinessFault('READINESS_GATE_UNKNOWN', {
      gate: waiver.gate,
      gates: gates.map(({ id }) => id).join(', '),
      candidate: candidateId,
    });
  }
  if (gate.verdict === 'pass')
    return readinessFault('READINESS_GATE_NOT_FAILED', { gate: gate.id, verdict: gate.verdict });
  return undefined;
};

/** Stores the decision of a named person to release in spite of a gate; the next readiness evaluation counts it. */
export const waiveGate = async (deps: RecordsDep, waiver: Waiver): Promise<Result<StoredRecord, Fault>> => {
  const report = await readReport(deps);
  if (report === undefined) return err(readinessFault('READINESS_REPORT_MISSING'));
  const fault = checkWaiver(report.body, waiver);
  if (fault) return err(fault);
  const draft = { type: 'readiness/waiver', body: waiver, inputs: [report.hash] };
  return ok(await deps.records.decide(draft, { stage: 'readiness', actor: waiver.actor, reason: waiver.reason }));
};
