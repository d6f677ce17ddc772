import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode, SubmitEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { errorText } from '../../ui/error-text.ts';

interface Props {
  readonly title: string;
  /** What will happen. */
  readonly says: string;
  readonly verb: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly close: () => void;
  readonly act: () => Promise<unknown>;
  readonly children?: ReactNode;
}

const Form = ({ verb, danger = false, disabled = false, close, act, children }: Props) => {
  const client = useQueryClient();
  const done = useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await client.invalidateQueries();
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    done.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {children}
      {done.error && (
        <p role="alert" className="text-failed">
          {errorText(done.error)}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" look={danger ? 'danger' : 'primary'} disabled={disabled || done.isPending}>
          {verb}
        </Button>
      </div>
    </form>
  );
};

/** A change that is asked for once more, with what it needs to know. */
export const ActDialog = (props: Props) => (
  <Dialog
    open
    onOpenChange={(open) => {
      if (!open) props.close();
    }}
    title={props.title}
    says={props.says}
  >
    <Form {...props} />
  </Dialog>
);
