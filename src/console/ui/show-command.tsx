import { Terminal } from 'lucide-react';
import { Popover } from 'radix-ui';
import { buttonLook } from './button.tsx';
import { credentialLine, curlLine, type ShownCommand } from './commands.ts';
import { CommandLine } from './copy-button.tsx';

interface Props {
  readonly of: ShownCommand;
  /** Only the icon is shown. */
  readonly short?: boolean;
}

/** The same thing from a terminal: as a command, where there is one, and as an HTTP call. */
export const ShowCommand = ({ of, short = false }: Props) => (
  <Popover.Root>
    <Popover.Trigger className={buttonLook('quiet')}>
      <Terminal size={15} aria-hidden />
      <span className={short ? 'sr-only' : 'max-sm:sr-only'}>Show me the command</span>
    </Popover.Trigger>
    <Popover.Portal>
      <Popover.Content
        align="end"
        sideOffset={6}
        aria-label="The same from a terminal"
        className="appear bg-raised shadow-raised z-30 flex w-[min(480px,calc(100vw-24px))] flex-col gap-2 rounded-lg border p-4"
      >
        {of.cli !== undefined && (
          <>
            <p className="font-medium">In a terminal, in the project</p>
            <CommandLine command={of.cli} />
          </>
        )}
        <p className="mt-1 font-medium">Over HTTP</p>
        <CommandLine command={curlLine(of, location.origin)} />
        <p className="text-muted text-xs">
          {of.http.includes(' /v1/') ? 'Once before, for a key:' : 'Once before, for a session:'}
        </p>
        <CommandLine command={credentialLine(of, location.origin)} />
      </Popover.Content>
    </Popover.Portal>
  </Popover.Root>
);
