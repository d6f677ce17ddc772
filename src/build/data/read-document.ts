import { err, ok, type BlobsDep, type Fault, type FilesDep, type Result } from '#kernel';
import type { SourcePolicy } from '#plan/govern/contract';
import type { LinkedPage } from './check-links.ts';
import { checkText } from './check-text.ts';
import type { DataConfig, DatasetDocument, DataSource, QualityFinding } from './contract.ts';
import { dataFaults } from './errors.ts';
import { findLinks } from './find-links.ts';
import type { Origin } from './find-origin.ts';
import { describeCounts, governText, type GovernedText } from './govern-text.ts';
import { loadText, type LoadedText } from './load-text.ts';
import { findHeadings } from './normalise-document.ts';

export interface ReadRequest {
  readonly source: DataSource;
  readonly policy: SourcePolicy;
  readonly quality: DataConfig['quality'];
  /** Below the source's folder, with `/`. */
  readonly path: string;
  readonly origin: Origin;
}

/** What became of one file. */
export interface ReadOutcome {
  readonly findings: readonly QualityFinding[];
  readonly bytes: number;
  /** Absent when the file cannot or must not be used. */
  readonly document?: DatasetDocument;
  readonly page?: LinkedPage;
}

const storeDocument = async (
  { blobs }: BlobsDep,
  { source, path, origin }: ReadRequest,
  { title, text, counts, fileHash, anchors }: GovernedText & LoadedText,
): Promise<Required<Pick<ReadOutcome, 'document' | 'page'>>> => {
  const id = `${source.id}/${path}`;
  const headings = [...findHeadings(path, text)];
  const textHash = await blobs.put(text);
  return {
    document: {
      id,
      source: source.id,
      path,
      title,
      textHash,
      fileHash,
      characters: text.length,
      headings,
      origin,
      personalData: { ...counts },
    },
    page: { documentId: id, path, headings, anchors, links: findLinks(text) },
  };
};

const personalDataFinding = (
  documentId: string,
  counts: GovernedText['counts'],
  what: string,
): readonly QualityFinding[] =>
  Object.keys(counts).length === 0
    ? []
    : [{ check: 'personal-data', severity: 'info', documentId, detail: `${what}: ${describeCounts(counts)}` }];

/** Reads one file into a document, or says why not. Only a policy that says `fail` makes it a fault. */
export const readDocument = async (
  deps: FilesDep & BlobsDep,
  request: ReadRequest,
): Promise<Result<ReadOutcome, Fault>> => {
  const { source, path, quality, policy } = request;
  const documentId = `${source.id}/${path}`;
  const loaded = await loadText(deps, { file: `${source.path}/${path}`, quality });
  if (!loaded.ok) return ok({ findings: [{ ...loaded.error, documentId }], bytes: 0 });
  const { bytes } = loaded.value;
  const findings = checkText({ documentId, ...loaded.value }, quality);
  if (findings.some(({ check }) => check === 'empty' || check === 'long')) return ok({ findings, bytes });
  const governed = governText(loaded.value, policy);
  if (governed.ok) {
    const what = policy.personalData === 'mask' ? 'Masked' : 'Kept';
    const all = [...findings, ...personalDataFinding(documentId, governed.value.counts, what)];
    return ok({
      findings: all,
      bytes,
      ...(await storeDocument(deps, request, { ...loaded.value, ...governed.value })),
    });
  }
  const { action, counts } = governed.error;
  if (action === 'drop-document') return ok({ findings: personalDataFinding(documentId, counts, 'Left out'), bytes });
  return err(
    dataFaults.fault('DATA_PERSONAL_DATA_FOUND', {
      document: documentId,
      source: source.id,
      kinds: describeCounts(counts),
    }),
  );
};
