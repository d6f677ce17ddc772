import type { ModelCard } from '../contract.ts';

/** Where the card says that it is served, without a slash at the end. */
export const baseUrlOf = ({ endpoint }: ModelCard, usual: string): string => {
  const given = endpoint?.baseUrl ?? usual;
  return given.endsWith('/') ? given.slice(0, -1) : given;
};
