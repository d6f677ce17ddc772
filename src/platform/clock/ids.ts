import { v7 } from 'uuid';
import type { IdDep } from '#kernel';

/** UUIDv7 from the machine's clock and randomness; ids of one process sort in the order they were made. */
export const createIds = (): IdDep['ids'] => ({ uuid: () => v7() });
