/** A number in [0, 1) that nobody can foresee cheaply; not for secrets. */
export const systemRandom = (): number => Math.random();
