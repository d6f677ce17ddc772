// How a program of ours ends when it cannot go on.

/** Prints the message of an error, without its stack, and ends the process with 1. */
export const fail = (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
};
