import type { Gate } from '#prove/readiness/contract';
import { postJson } from '../../api/client.ts';
import { DecisionDialog } from '../../ui/decision-dialog.tsx';
import { ShowCommand } from '../../ui/show-command.tsx';
import { shown } from '../../ui/commands.ts';

interface Props {
  readonly gate: Gate | undefined;
  readonly candidateId: string;
  readonly close: () => void;
}

/** Asks for the name and the reason of a waiver. */
export const WaiveDialog = ({ gate, candidateId, close }: Props) => (
  <DecisionDialog
    open={gate !== undefined}
    close={close}
    title={`Waive: ${gate?.name ?? ''}`}
    says="The gate keeps its verdict, but no longer blocks this candidate. It takes effect with the next run of readiness. Any signed-in person may do this."
    verb="Waive the gate"
    danger
    decide={async (signature) => postJson('/api/readiness/waivers', { gate: gate?.id, candidateId, ...signature })}
  >
    <p className="text-soft">
      {gate?.says} Target: {gate?.target}.
    </p>
    <div className="-ml-3">
      <ShowCommand of={shown.waive(gate?.id ?? '', candidateId)} />
    </div>
  </DecisionDialog>
);
