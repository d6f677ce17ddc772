const nested: ProxyHandler<() => unknown> = {
  // Not a promise, not an iterator, not a primitive: whoever only passes it on never notices.
  get: (_target, key): unknown => (typeof key === 'symbol' || key === 'then' ? undefined : anything()),
  apply: (): unknown => anything(),
};

const anything = (): unknown => new Proxy(() => undefined, nested);

/** Stands for dependencies that are only passed on, so that a list of routes can be read without a running program. */
export const standIn = <Deps extends object>(): Deps => {
  const target: Deps = Object.create(null);
  return new Proxy(target, { get: (_target, key): unknown => nested.get?.(() => undefined, key, undefined) });
};
