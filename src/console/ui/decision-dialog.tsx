import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { errorText } from './error-text.ts';
import { TextArea, TextField } from './field.tsx';

const nameKey = 'throughline-name';

/** The name that somebody signs with, remembered in this browser. */
export const rememberedName = (): string => localStorage.getItem(nameKey) ?? '';
export const rememberName = (name: string): void => localStorage.setItem(nameKey, name);

export interface Signature {
  readonly actor: string;
  readonly reason: string;
}

interface Props {
  readonly open: boolean;
  readonly close: () => void;
  readonly title: string;
  /** What will happen. */
  readonly says: string;
  readonly verb: string;
  readonly danger?: boolean;
  readonly decide: (signature: Signature) => Promise<unknown>;
  readonly children?: ReactNode;
}

const Form = ({ close, verb, danger = false, decide }: Props) => {
  const client = useQueryClient();
  const [actor, setActor] = useState(rememberedName);
  const [reason, setReason] = useState('');
  const decision = useMutation({
    mutationFn: decide,
    onSuccess: async () => {
      rememberName(actor);
      close();
      await client.invalidateQueries();
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    decision.mutate({ actor: actor.trim(), reason: reason.trim() });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label="Your name"
        required
        maxLength={100}
        value={actor}
        onChange={({ target }) => setActor(target.value)}
        autoComplete="name"
      />
      <TextArea
        label="Reason"
        required
        minLength={3}
        maxLength={2000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        hint="Name and reason go into the ledger, with the time."
      />
      {decision.error && (
        <p role="alert" className="text-failed">
          {errorText(decision.error)}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={close}>Cancel</Button>
        <Button
          type="submit"
          look={danger ? 'danger' : 'primary'}
          disabled={decision.isPending || actor.trim() === '' || reason.trim().length < 3}
        >
          {verb}
        </Button>
      </div>
    </form>
  );
};

/** A person's decision: what will happen, a name, a reason. */
export const DecisionDialog = (props: Props) => (
  <Dialog
    open={props.open}
    onOpenChange={(open) => {
      if (!open) props.close();
    }}
    title={props.title}
    says={props.says}
  >
    {props.children}
    <Form {...props} />
  </Dialog>
);
