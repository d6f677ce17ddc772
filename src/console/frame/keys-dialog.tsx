import { Dialog } from '../ui/dialog.tsx';
import { areas, stageKeys, titled } from './stage-words.ts';

const general = [
  ['/', 'Search'],
  ['Ctrl K or ⌘ K', 'Commands'],
  ['?', 'These keys'],
  ['Esc', 'Close the panel or dialog'],
  ['↑ ↓ Enter', 'Move in a list, open'],
] as const;

const Keys = ({ rows }: { readonly rows: readonly (readonly [string, string])[] }) => (
  <dl className="grid grid-cols-[max-content_1fr] items-center gap-x-4 gap-y-1.5">
    {rows.map(([key, says]) => (
      <div key={key} className="contents">
        <dt>
          <kbd className="bg-sunken rounded-sm border px-1.5 py-0.5 font-mono text-xs">{key}</kbd>
        </dt>
        <dd>{says}</dd>
      </div>
    ))}
  </dl>
);

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export const KeysDialog = (props: Props) => (
  <Dialog {...props} title="Keys">
    <div className="grid gap-6 sm:grid-cols-2">
      <Keys rows={[...general, ['1 2 0', 'In a trial: first, second, no difference']]} />
      <Keys
        rows={[
          ...areas.map(({ key, name }) => [`g ${key}`, name] as const),
          ...Object.entries(stageKeys).map(([key, stage]) => [`g ${key}`, titled(stage)] as const),
        ]}
      />
    </div>
  </Dialog>
);
