import { Terminal } from 'lucide-react';
import { Popover } from 'radix-ui';
import { buttonLook } from './button.tsx';
import { CommandLine } from './copy-button.tsx';

interface Props {
  /** What follows `throughline`. */
  readonly cli: string;
  /** Method and path, and a JSON body for posts. */
  readonly http: string;
  readonly body?: unknown;
  /** Only the icon is shown. */
  readonly short?: boolean;
}

const curl = ({ http, body }: Props): string => {
  const [method = 'GET', path = '/'] = http.split(' ');
  const post =
    method === 'GET' ? '' : ` -X ${method} -H 'content-type: application/json' -d '${JSON.stringify(body ?? {})}'`;
  return `curl -b "throughline_session=$SESSION"${post} ${location.origin}${path}`;
};

/** The same thing from a terminal: as a command and as an HTTP call. */
export const ShowCommand = (props: Props) => (
  <Popover.Root>
    <Popover.Trigger className={buttonLook('quiet')}>
      <Terminal size={15} aria-hidden />
      <span className={props.short ? 'sr-only' : 'max-sm:sr-only'}>Show me the command</span>
    </Popover.Trigger>
    <Popover.Portal>
      <Popover.Content
        align="end"
        sideOffset={6}
        aria-label="The same from a terminal"
        className="appear bg-raised shadow-raised z-30 flex w-[min(480px,calc(100vw-24px))] flex-col gap-2 rounded-lg border p-4"
      >
        <p className="font-medium">In a terminal</p>
        <CommandLine command={`throughline ${props.cli}`} />
        <p className="mt-1 font-medium">Over HTTP</p>
        <CommandLine command={curl(props)} />
      </Popover.Content>
    </Popover.Portal>
  </Popover.Root>
);
