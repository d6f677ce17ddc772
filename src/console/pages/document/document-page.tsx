import { useParams } from '@tanstack/react-router';
import { PageFrame } from '../../frame/page-frame.tsx';
import { useParam } from '../../ui/location.ts';
import { DocumentBody } from './document-body.tsx';

export const DocumentPage = () => {
  const { _splat: id = '' } = useParams({ strict: false });
  const start = useParam('start');
  const end = useParam('end');
  return (
    <PageFrame title="Document" says="The text that passages are cut from, exactly as answers cite it.">
      <DocumentBody
        id={id}
        {...(start === undefined || end === undefined ? {} : { span: { start: Number(start), end: Number(end) } })}
      />
    </PageFrame>
  );
};
