import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface Props {
  readonly secret: string;
  readonly says: string;
  readonly close: () => void;
}

/** A new secret: shown this once, to be copied. */
export const ShownKey = ({ secret, says, close }: Props) => (
  <Dialog
    open
    onOpenChange={(open) => {
      if (!open) close();
    }}
    title="The key"
    says={`It is shown this once; only its hash is kept. ${says}`}
  >
    <div className="bg-sunken flex items-center gap-1 rounded-md border py-1 pr-1 pl-2.5">
      <code tabIndex={0} aria-label="Key" className="min-w-0 flex-1 font-mono text-xs break-all">
        {secret}
      </code>
      <CopyButton text={secret} label="Copy the key" />
    </div>
    <div className="flex justify-end">
      <Button look="primary" onClick={close}>
        I have copied it
      </Button>
    </div>
  </Dialog>
);
