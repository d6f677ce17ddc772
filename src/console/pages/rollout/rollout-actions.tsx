import { useState } from 'react';
import type { RolloutView } from '#run/rollout/contract';
import { postJson } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { DecisionDialog } from '../../ui/decision-dialog.tsx';
import { useParam, useSetParams } from '../../ui/location.ts';
import { ShowCommand } from '../../ui/show-command.tsx';
import { shown } from '../../ui/commands.ts';

type Act = 'rollback' | 'promote' | 'abort';

interface Words {
  readonly title: string;
  readonly verb: string;
  readonly says: (view: RolloutView) => string;
}

const name = (view: RolloutView, arm: 'control' | 'canary'): string =>
  view.arms.find((one) => one.arm === arm)?.name ?? arm;

const acts: Readonly<Record<Act, Words>> = {
  rollback: {
    title: 'Roll back',
    verb: 'Roll back now',
    says: (view) =>
      view.state.canary === undefined
        ? 'The release before this one serves every conversation again, within a second.'
        : `Every conversation gets ${name(view, 'control')} again, within a second. The canary ${name(view, 'canary')} stops.`,
  },
  promote: {
    title: 'Promote the canary',
    verb: 'Promote',
    says: (view) =>
      `Every conversation gets ${name(view, 'canary')} from now on; ${name(view, 'control')} stays ready for a rollback.`,
  },
  abort: {
    title: 'End the rollout',
    verb: 'End it',
    says: (view) => `The canary stops without a verdict; ${name(view, 'control')} serves everybody.`,
  },
};

const isAct = (text: string | undefined): text is Act => text !== undefined && Object.hasOwn(acts, text);

/** Roll back, promote or end a rollout; each asks for a name and a reason. */
export const RolloutActions = ({ view }: { readonly view: RolloutView }) => {
  const asked = useParam('decide');
  const setParams = useSetParams();
  const [act, setAct] = useState<Act | undefined>(isAct(asked) ? asked : undefined);
  const words = act && acts[act];
  const close = (): void => {
    setAct(undefined);
    if (asked !== undefined) setParams({ decide: undefined }, true);
  };
  const canary = view.state.canary !== undefined;
  return (
    <>
      <ShowCommand short of={shown.rollBack()} />
      {canary && <Button onClick={() => setAct('abort')}>End</Button>}
      {canary && <Button onClick={() => setAct('promote')}>Promote</Button>}
      <Button look="danger" disabled={!canary && view.state.previous === undefined} onClick={() => setAct('rollback')}>
        Roll back
      </Button>
      <DecisionDialog
        open={act !== undefined}
        close={close}
        title={words?.title ?? ''}
        says={words?.says(view) ?? ''}
        verb={words?.verb ?? ''}
        danger={act !== 'promote'}
        decide={async (signature) => postJson(`/api/rollout/${act ?? 'rollback'}`, signature)}
      />
    </>
  );
};
