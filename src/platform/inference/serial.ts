/** Runs asynchronous work one piece after the other, in the order of the calls. */
export const createSerial = () => {
  let tail: Promise<unknown> = Promise.resolve();
  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    const result = tail.then(work, work);
    tail = result.catch(() => undefined);
    return result;
  };
};
