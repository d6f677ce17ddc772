import { useState } from 'react';
import { TextPanelLink } from './app-link.tsx';

const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
const longText = 600;

const Leaf = ({ value }: { readonly value: unknown }) => {
  if (typeof value === 'string' && isHash(value)) {
    return (
      <TextPanelLink open={{ record: value }} className="inline-block py-1 font-mono text-xs">
        {value.slice(0, 12)}
      </TextPanelLink>
    );
  }
  if (typeof value === 'string')
    return (
      <span className="break-words whitespace-pre-wrap">
        {value.length > longText ? `${value.slice(0, longText)} …` : value}
      </span>
    );
  return <span className="font-mono text-xs">{String(value)}</span>;
};

const entriesOf = (value: object): readonly (readonly [string, unknown])[] => Object.entries(value);
const atOnce = 20;

interface Props {
  readonly value: unknown;
  readonly depth?: number;
}

/** Any JSON as names and values; long lists open step by step. */
export const JsonView = ({ value, depth = 0 }: Props) => {
  const [shown, setShown] = useState(atOnce);
  if (typeof value !== 'object' || value === null) return <Leaf value={value} />;
  const entries = entriesOf(value);
  if (entries.length === 0) return <span className="text-muted">{Array.isArray(value) ? 'none' : 'empty'}</span>;
  return (
    <div className={depth > 0 ? 'border-l pl-3' : ''}>
      {entries.slice(0, shown).map(([name, item]) => (
        <JsonEntry key={name} name={Array.isArray(value) ? `${Number(name) + 1}` : name} value={item} depth={depth} />
      ))}
      {entries.length > shown && (
        <button
          type="button"
          className="text-accent mt-1 h-6 underline underline-offset-2"
          onClick={() => setShown(shown + 100)}
        >
          {(entries.length - shown).toLocaleString('en-GB')} more
        </button>
      )}
    </div>
  );
};

const JsonEntry = ({ name, value, depth }: Props & { readonly name: string; readonly depth: number }) => {
  const nested = typeof value === 'object' && value !== null && entriesOf(value).length > 0;
  if (!nested) {
    return (
      <div className="flex gap-2 py-0.5">
        <span className="text-muted shrink-0">{name}</span>
        <span className="min-w-0">
          <Leaf
            value={typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'none' : 'empty') : value}
          />
        </span>
      </div>
    );
  }
  return (
    <details open={depth < 1 && entriesOf(value).length <= 12}>
      <summary className="text-muted hover:text-ink min-h-6 py-0.5">
        {name} <span className="text-xs">({entriesOf(value).length})</span>
      </summary>
      <JsonView value={value} depth={depth + 1} />
    </details>
  );
};
