// The other end of runBin: a child that follows its parent.

const sameKeyMs = 400;

/**
 * Ends this process when its parent is gone, and takes signals from it. In a terminal Ctrl-C reaches parent and child
 * alike (and npm sends it once more): a forwarded signal that arrives next to one of the same name is the same key.
 */
export const followParent = () => {
  if (process.send === undefined) return;
  const seen = new Map();
  const arrived = (signal) => {
    seen.set(signal, performance.now());
    if (process.listenerCount(signal) > 1) return;
    process.off(signal, arrived);
    process.kill(process.pid, signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, arrived);
  process.on('message', (message) => {
    const signal = message?.signal;
    if (typeof signal !== 'string') return;
    const deliver = () => {
      if (performance.now() - (seen.get(signal) ?? -Infinity) < sameKeyMs) return;
      seen.set(signal, performance.now());
      process.kill(process.pid, signal);
    };
    setTimeout(deliver, sameKeyMs / 4).unref();
  });
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel?.unref();
};
