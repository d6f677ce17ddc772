import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './button.tsx';

/** Copies a text; says so for a moment. */
export const CopyButton = ({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) => {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return <IconButton icon={copied ? Check : Copy} label={copied ? 'Copied' : label} onClick={() => void copy()} />;
};

/** The first 12 digits of an id, with a button for all of it. */
export const ShortId = ({ id }: { readonly id: string }) => (
  <span className="inline-flex items-center gap-0.5">
    <code className="text-soft font-mono text-xs" title={id}>
      {id.slice(0, 12)}
    </code>
    <CopyButton text={id} label="Copy the id" />
  </span>
);

/** A command that can be copied. */
export const CommandLine = ({ command }: { readonly command: string }) => (
  <div className="bg-sunken flex max-w-full items-center gap-1 rounded-md border py-0.5 pr-0.5 pl-2.5">
    <code
      tabIndex={0}
      className="scroll-thin text-ink min-w-0 flex-1 overflow-x-auto py-1 font-mono text-xs whitespace-pre"
    >
      {command}
    </code>
    <CopyButton text={command} label="Copy the command" />
  </div>
);
