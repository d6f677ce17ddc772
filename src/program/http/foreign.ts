/** Tells whether a request was made for another site. */
export type IsForeign = (host: string, origin: string | undefined) => boolean;

/** Another site that resolves to this address (DNS rebinding), or posts with our cookie, is refused. */
export const createIsForeign = (hosts: readonly string[]): IsForeign => {
  const known = new Set(['127.0.0.1', 'localhost', '[::1]', ...hosts]);
  let lastKnown = '';
  const isKnown = (host: string): boolean => {
    if (host === lastKnown) return true;
    if (!known.has(host.replace(/:\d+$/, '').toLowerCase())) return false;
    lastKnown = host;
    return true;
  };
  return (host, origin) =>
    !isKnown(host) ||
    (origin !== undefined && origin !== 'null' && URL.canParse(origin) && new URL(origin).host !== host);
};
