import { useState } from 'react';
import { shownKeySchema, type ApiKeyView } from '#run/serve/contract';
import { postJson, readJson } from '../../api/client.ts';
import { TextField } from '../../ui/field.tsx';
import { ActDialog } from './act-dialog.tsx';
import { ShownKey } from './shown-key.tsx';

interface Props {
  readonly of: ApiKeyView;
  readonly close: () => void;
}

const path = ({ id }: ApiKeyView, act: string): string => `/api/keys/${encodeURIComponent(id)}/${act}`;

/** Ends a key, after asking once more. */
export const RevokeKey = ({ of, close }: Props) => (
  <ActDialog
    title={`Revoke ${of.name}`}
    says={`Calls with ${of.prefix}… are refused from now on, those with its earlier secrets too. There is no way back; its usage stays in the accounts.`}
    verb="Revoke the key"
    danger
    close={close}
    act={async () => {
      await postJson(path(of, 'revoke'), {});
      close();
    }}
  />
);

/** Gives a key a new secret; the old one works on for the hours that are asked for. */
export const RotateKey = ({ of, close }: Props) => {
  const [hours, setHours] = useState('24');
  const [secret, setSecret] = useState<string>();
  if (secret !== undefined)
    return <ShownKey secret={secret} says={`The one before works for ${hours} h more.`} close={close} />;
  return (
    <ActDialog
      title={`Rotate ${of.name}`}
      says="The key gets a new secret, shown once. Its id, limits and usage stay."
      verb="Make a new secret"
      disabled={hours === ''}
      close={close}
      act={async () => {
        const body = { graceHours: Number(hours) };
        setSecret((await readJson(await postJson(path(of, 'rotate'), body), shownKeySchema)).key);
      }}
    >
      <TextField
        label="Hours that the old secret still works"
        type="number"
        min={0}
        max={8760}
        required
        value={hours}
        onChange={({ target }) => setHours(target.value)}
        hint="0 ends it at once"
        className="w-32"
      />
    </ActDialog>
  );
};
