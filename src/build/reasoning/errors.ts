import { createFaults } from '#kernel';

/** Reasoning has no faults of its own: what fails is the model or a prompt. */
export const reasoningFaults = createFaults({});
