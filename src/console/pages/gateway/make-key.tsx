import { useState } from 'react';
import { shownKeySchema, type ApiKeyView } from '#run/serve/contract';
import { postJson, readJson } from '../../api/client.ts';
import { TextField } from '../../ui/field.tsx';
import { ActDialog } from './act-dialog.tsx';

const empty = { name: '', days: '', organisation: '', team: '', models: '' };
type Wanted = typeof empty;

const bodyOf = ({ name, days, organisation, team, models }: Wanted) => {
  const names = models.split(',').flatMap((model) => (model.trim() === '' ? [] : [model.trim()]));
  return {
    name: name.trim(),
    ...(days !== '' && { days: Number(days) }),
    ...(organisation.trim() !== '' && { organisation: organisation.trim() }),
    ...(team.trim() !== '' && { team: team.trim() }),
    ...(names.length > 0 && { models: names }),
  };
};

interface Props {
  readonly close: () => void;
  readonly made: (key: ApiKeyView & { readonly key: string }) => void;
}

/** Asks what a new key is for, and whom it belongs to. */
export const MakeKey = ({ close, made }: Props) => {
  const [wanted, setWanted] = useState(empty);
  const bind = (field: keyof Wanted) => ({
    value: wanted[field],
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      setWanted((old) => ({ ...old, [field]: target.value })),
  });
  const make = async (): Promise<void> => {
    made(await readJson(await postJson('/api/keys', bodyOf(wanted)), shownKeySchema));
  };
  return (
    <ActDialog
      title="Make an API key"
      says="Clients send it as a bearer token to /v1. It is shown once, after this."
      verb="Make the key"
      disabled={wanted.name.trim() === ''}
      close={close}
      act={make}
    >
      <TextField label="Name" required maxLength={200} hint="What it is for" {...bind('name')} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="Organisation (optional)" maxLength={200} {...bind('organisation')} />
        <TextField label="Team (optional)" maxLength={200} {...bind('team')} />
      </div>
      <TextField
        label="Models (optional)"
        maxLength={2000}
        hint="Routes or models that it may ask for, with commas; all when empty"
        {...bind('models')}
      />
      <TextField
        label="Days until it expires (optional)"
        type="number"
        min={1}
        max={3660}
        className="w-32"
        {...bind('days')}
      />
    </ActDialog>
  );
};
