// Runs a tool and keeps or shows what it prints.
import { spawn } from 'node:child_process';
import { root } from './runtime.mjs';

const keptCharacters = 400_000;

/**
 * Runs a program in the project's folder with nothing on its standard input. Resolves to its exit code (1 for a death by
 * signal) and the end of its output; `show` gets each piece of output as it comes.
 */
export const runProgram = (command, args, { show, env = process.env } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        show?.(text);
        output = (output + text).slice(-keptCharacters);
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const death = signal === null ? '' : `\n${command} died by ${signal}\n`;
      resolve({ code: code ?? 1, output: output + death });
    });
  });
