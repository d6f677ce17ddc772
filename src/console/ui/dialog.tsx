import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly says?: string;
  readonly children: ReactNode;
}

/** A modal dialog with a title and a sentence that says what it is for. */
export const Dialog = ({ open, onOpenChange, title, says, children }: Props) => (
  <Radix.Root open={open} onOpenChange={onOpenChange}>
    <Radix.Portal>
      <Radix.Overlay className="bg-scrim fixed inset-0 z-40" />
      <Radix.Content
        {...(says === undefined ? { 'aria-describedby': undefined } : {})}
        className="appear bg-raised shadow-raised fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[min(520px,calc(100vw-24px))] -translate-x-1/2 flex-col gap-4 overflow-auto rounded-lg border p-5"
      >
        <div className="flex items-start gap-3">
          <div className="flex-1">
            <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
            {says && <Radix.Description className="text-soft mt-1">{says}</Radix.Description>}
          </div>
          <Radix.Close asChild>
            <IconButton icon={X} label="Close" />
          </Radix.Close>
        </div>
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
