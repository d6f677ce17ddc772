// Runs the given files one after the other; the last line it prints is the list of what they threw.
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

const secondsEach = 10;

const timeout = async (): Promise<never> =>
  new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`not done after ${secondsEach} s`)), secondsEach * 1000).unref();
  });

const faults: { readonly name: string; readonly message: string }[] = [];
for (const path of process.argv.slice(2)) {
  try {
    await Promise.race([import(pathToFileURL(path).href), timeout()]);
  } catch (thrown) {
    faults.push({ name: basename(path), message: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}
process.stdout.write(`\n${JSON.stringify(faults)}\n`, () => process.exit(0));
