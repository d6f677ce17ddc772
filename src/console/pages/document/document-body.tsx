import { useQuery } from '@tanstack/react-query';
import type { DocumentView } from '#program/contract';
import { documentQuery } from '../../api/queries.ts';
import { ShortId } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/section.tsx';
import { QueryView } from '../../ui/states.tsx';
import type { Span } from './document-blocks.ts';
import { DocumentText } from './document-text.tsx';

/** `ai 7.0.173`, or the commit, or where it lies. */
export const originOf = ({
  package: name,
  version,
  commit,
}: Pick<DocumentView, 'package' | 'version' | 'commit'>): string => {
  if (name !== undefined) return `package ${name} ${version ?? ''}`.trim();
  return commit === undefined ? 'a file that Git does not track' : `commit ${commit.slice(0, 12)}`;
};

interface Props {
  readonly id: string;
  readonly span?: Span;
}

/** A document: where its file comes from, and its text with a quote marked. */
export const DocumentBody = ({ id, span }: Props) => (
  <QueryView query={useQuery(documentQuery(id))}>
    {(view) => (
      <>
        <h2 className="mb-2 text-base font-semibold">{view.title}</h2>
        <Facts
          items={[
            [
              'File',
              <code key="file" className="font-mono text-xs break-all">
                {view.file}
              </code>,
            ],
            ['From', originOf(view)],
            ['SHA-256', <ShortId key="hash" id={view.fileHash} />],
          ]}
        />
        <hr className="my-4" />
        <DocumentText view={view} span={span} />
      </>
    )}
  </QueryView>
);
