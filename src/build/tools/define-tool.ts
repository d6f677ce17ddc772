import { Ajv, type ValidateFunction } from 'ajv';
import type { Fault, Json, Result } from '#kernel';
import type { ToolSpecification } from '#build/models';

export interface ToolCallOptions {
  readonly signal: AbortSignal;
}

/** What somebody writes to make a tool. */
export interface ToolDefinition extends ToolSpecification {
  /** JSON Schema of the result. */
  readonly result: Json;
  readonly timeoutMs: number;
  /** Gets arguments that match `parameters`; must stop when the signal says so. */
  readonly run: (given: Json, options: ToolCallOptions) => Promise<Result<Json, Fault>>;
  /** The result as the model reads it; its JSON when absent. */
  readonly show?: (result: Json) => string;
}

/** A tool with its schemas compiled. */
export interface Tool extends ToolDefinition {
  readonly checkArguments: ValidateFunction;
  readonly checkResult: ValidateFunction;
}

const isSchema = (schema: Json): schema is { readonly [key: string]: Json } =>
  typeof schema === 'object' && schema !== null && !Array.isArray(schema);

const compile = (schema: Json): ValidateFunction =>
  new Ajv({ strict: false, allErrors: false }).compile(isSchema(schema) ? schema : {});

/** Compiles the schemas of a tool; a broken schema is a bug of the tool and throws. */
export const defineTool = (definition: ToolDefinition): Tool => ({
  ...definition,
  checkArguments: compile(definition.parameters),
  checkResult: compile(definition.result),
});
