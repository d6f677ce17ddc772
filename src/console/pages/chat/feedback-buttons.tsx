import { useMutation } from '@tanstack/react-query';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import { postJson } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { errorText } from '../../ui/error-text.ts';
import { FilterInput } from '../../ui/field.tsx';

interface Props {
  readonly traceId: string;
  readonly given?: number | undefined;
}

interface Said {
  readonly value: 0 | 1;
  readonly comment?: string;
}

const Thumb = ({
  up,
  active,
  press,
}: {
  readonly up: boolean;
  readonly active: boolean;
  readonly press: () => void;
}) => {
  const Icon = up ? ThumbsUp : ThumbsDown;
  return (
    <button
      type="button"
      aria-pressed={active}
      aria-label={up ? 'Good answer' : 'Bad answer'}
      title={up ? 'Good answer' : 'Bad answer'}
      onClick={press}
      className={classNames(
        'inline-flex size-7 items-center justify-center rounded-md hover:bg-hover',
        active ? (up ? 'bg-fresh-wash text-fresh' : 'bg-failed-wash text-failed') : 'text-muted',
      )}
    >
      <Icon size={15} aria-hidden />
    </button>
  );
};

/** A thumb up or down, and then, if one likes, why. */
export const FeedbackButtons = ({ traceId, given }: Props) => {
  const [value, setValue] = useState(given === undefined ? undefined : given >= 0.5 ? 1 : 0);
  const [comment, setComment] = useState('');
  const [asking, setAsking] = useState(false);
  const send = useMutation({
    mutationFn: async ({ value: thumb, comment: why }: Said) =>
      postJson('/v1/feedback', { trace_id: traceId, value: thumb, ...(why ? { comment: why } : {}) }),
  });
  const press = (thumb: 0 | 1) => (): void => {
    setValue(thumb);
    setAsking(true);
    send.mutate({ value: thumb });
  };
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      <Thumb up active={value === 1} press={press(1)} />
      <Thumb up={false} active={value === 0} press={press(0)} />
      {asking && value !== undefined && (
        <form
          className="inline-flex items-center gap-1"
          onSubmit={(event) => {
            event.preventDefault();
            setAsking(false);
            if (comment.trim() !== '') send.mutate({ value: value === 1 ? 1 : 0, comment: comment.trim() });
          }}
        >
          <FilterInput
            label="Why (optional)"
            value={comment}
            maxLength={4000}
            onChange={({ target }) => setComment(target.value)}
            className="w-52"
          />
          <Button type="submit">Send</Button>
        </form>
      )}
      {send.error ? (
        <span role="alert" className="text-failed">
          {errorText(send.error)}
        </span>
      ) : (
        <span role="status" className="text-muted text-xs">
          {send.isSuccess ? 'Noted' : ''}
        </span>
      )}
    </span>
  );
};
