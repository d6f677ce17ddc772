import { KeyRound } from 'lucide-react';
import { CommandLine } from '../ui/copy-button.tsx';
import { terminal } from '../ui/commands.ts';

/** Shown when there is no session: how to get one. */
export const LoginNeeded = () => (
  <main className="mx-auto flex min-h-full max-w-md flex-col justify-center gap-4 px-5 py-10">
    <KeyRound size={22} aria-hidden className="text-accent" />
    <h1 className="text-lg font-semibold tracking-tight">You are not signed in</h1>
    <p className="text-soft">
      The console opens with a link that works once, for ten minutes. The terminal that started the program has printed
      one. For a new one, run this in the project:
    </p>
    <CommandLine command={terminal.login()} />
    <p className="text-muted">Then open the link it prints in this browser.</p>
  </main>
);
