import { useParams } from '@tanstack/react-router';
import { PageFrame } from '../../frame/page-frame.tsx';
import { RecordBody } from './record-body.tsx';

export const RecordPage = () => {
  const { hash = '' } = useParams({ strict: false });
  return (
    <PageFrame
      title={`Record ${hash.slice(0, 12)}`}
      says="An immutable result: what it holds, what it was made from, and what was made from it."
    >
      <div className="max-w-4xl">
        <RecordBody hash={hash} />
      </div>
    </PageFrame>
  );
};
