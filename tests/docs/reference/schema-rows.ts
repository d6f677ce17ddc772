import { z } from 'zod';

interface SchemaNode {
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly pattern?: string | undefined;
  readonly minimum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly minItems?: number | undefined;
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: SchemaNode | undefined;
  readonly additionalProperties?: SchemaNode | boolean | undefined;
  readonly oneOf?: readonly SchemaNode[] | undefined;
  readonly anyOf?: readonly SchemaNode[] | undefined;
}

const nodeSchema: z.ZodType<SchemaNode> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string()).transform((types) => types.join(' or '))]).optional(),
    description: z.string().optional(),
    default: z.unknown().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    pattern: z.string().optional(),
    minimum: z.number().optional(),
    exclusiveMinimum: z.number().optional(),
    maximum: z.number().optional(),
    minItems: z.number().optional(),
    properties: z.record(z.string(), nodeSchema).optional(),
    required: z.array(z.string()).optional(),
    items: nodeSchema.optional(),
    additionalProperties: z.union([z.boolean(), nodeSchema]).optional(),
    oneOf: z.array(nodeSchema).optional(),
    anyOf: z.array(nodeSchema).optional(),
  }),
);

/** One key of a schema, its place written like `sources[].id`. */
export interface SchemaRow {
  readonly key: string;
  readonly type: string;
  /** JSON text, `required`, or nothing when the key may be left out and has no default. */
  readonly preset: string;
  readonly description: string;
}

const variantsOf = ({ oneOf = [], anyOf = [] }: SchemaNode): readonly SchemaNode[] => [...oneOf, ...anyOf];

const boundOf = ({ minimum, exclusiveMinimum, maximum }: SchemaNode): string => {
  const least = exclusiveMinimum === undefined ? minimum : exclusiveMinimum;
  const low =
    least === undefined || least <= Number.MIN_SAFE_INTEGER
      ? ''
      : `${exclusiveMinimum === undefined ? '≥' : '>'} ${least}`;
  const high = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? '' : `≤ ${maximum}`;
  return [low, high].filter((part) => part !== '').join(', ');
};

const typeOf = (node: SchemaNode): string => {
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum !== undefined) return node.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (node.items !== undefined)
    return `list of ${typeOf(node.items)}${node.minItems === undefined ? '' : `, at least ${node.minItems}`}`;
  const variants = [...new Set(variantsOf(node).map(typeOf))];
  if (variants.length > 0) return variants.join(' or ');
  const limits = [boundOf(node), node.pattern === undefined ? '' : `matching ${node.pattern}`].filter(
    (part) => part !== '',
  );
  return [node.type ?? 'anything', ...limits].join(' ');
};

const presetOf = (node: SchemaNode, required: boolean): string => {
  if (node.default !== undefined) return JSON.stringify(node.default);
  return required ? 'required' : '';
};

const inside = (node: SchemaNode, key: string): readonly SchemaRow[] => [
  ...Object.entries(node.properties ?? {}).flatMap(([name, inner]) =>
    rowsOf(inner, { key: key === '' ? name : `${key}.${name}`, required: node.required?.includes(name) === true }),
  ),
  ...(node.items === undefined ? [] : inside(node.items, `${key}[]`)),
  ...(typeof node.additionalProperties === 'object' ? inside(node.additionalProperties, `${key}.<id>`) : []),
  ...variantsOf(node).flatMap((variant) => inside(variant, key)),
];

const rowsOf = (node: SchemaNode, at: { readonly key: string; readonly required: boolean }): readonly SchemaRow[] => [
  { key: at.key, type: typeOf(node), preset: presetOf(node, at.required), description: node.description ?? '' },
  ...inside(node, at.key),
];

const sameRow = (left: SchemaRow, right: SchemaRow): boolean => left.key === right.key && left.type === right.type;

/** Every key that a zod schema takes, parents before their children; keys that all variants of a union share stand once. */
export const schemaRows = (schema: z.ZodType): readonly SchemaRow[] => {
  const rows = inside(nodeSchema.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })), '');
  return rows.filter((row, index) => rows.findIndex((other) => sameRow(row, other)) === index);
};
