import { err, ok, type Fault, type Result } from '#kernel';
import type { QualityFinding, QualityReport } from './contract.ts';
import { dataFaults } from './errors.ts';

/** Findings beyond this are counted, not listed. */
const maximumFindings = 2000;

const severityOrder = { blocking: 0, warning: 1, info: 2 } as const;

export interface QualityFacts {
  readonly documents: number;
  readonly threshold: number;
  readonly findings: readonly QualityFinding[];
}

/** Adds the findings up; the worst stand first. */
export const createQualityReport = ({ documents, threshold, findings }: QualityFacts): QualityReport => {
  const countsByCheck: Record<string, number> = {};
  for (const { check } of findings) countsByCheck[check] = (countsByCheck[check] ?? 0) + 1;
  const sorted = findings.toSorted(
    (a, b) =>
      severityOrder[a.severity] - severityOrder[b.severity] ||
      (a.documentId < b.documentId ? -1 : Number(a.documentId > b.documentId)),
  );
  const bad = new Set(findings.filter(({ severity }) => severity === 'blocking').map(({ documentId }) => documentId));
  return { documents, badDocuments: bad.size, threshold, findings: sorted.slice(0, maximumFindings), countsByCheck };
};

/** Fails when more documents have a blocking problem than the threshold allows, and names the worst. */
export const checkThreshold = (report: QualityReport): Result<QualityReport, Fault> => {
  const { documents, badDocuments, threshold, findings } = report;
  if (documents === 0 || badDocuments <= threshold * documents) return ok(report);
  const worst = findings
    .filter(({ severity }) => severity === 'blocking')
    .slice(0, 5)
    .map(({ documentId, check, detail }) => `${documentId} (${check}: ${detail})`)
    .join('; ');
  const allowed = Math.floor(threshold * documents);
  return err(dataFaults.fault('DATA_QUALITY_BELOW_THRESHOLD', { bad: badDocuments, documents, allowed, worst }));
};
