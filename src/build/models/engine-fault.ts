import type { Fault } from '#kernel';
import { fault } from './errors.ts';
import type { EngineFailure } from './port.ts';

const codes = {
  load: 'MODELS_LOAD_FAILED',
  crash: 'MODELS_ENGINE_CRASHED',
  busy: 'MODELS_BUSY',
  'too-long': 'MODELS_PROMPT_TOO_LONG',
  call: 'MODELS_CALL_FAILED',
} as const;

/** The fault of an engine that gave no answer. */
export const engineFault = (id: string, { kind, message }: EngineFailure): Fault => fault(codes[kind], { id, message });
