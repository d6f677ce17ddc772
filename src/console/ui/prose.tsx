import { InlineCode } from './inline-code.tsx';

/** An answer's text: paragraphs and code, nothing that could load or run. */
export const Prose = ({ text }: { readonly text: string }) => (
  <div className="flex flex-col gap-2 text-base">
    {text.split(/```[a-z]*\n?/i).map((part, index) => {
      if (part.trim() === '') return null;
      return index % 2 === 1 ? (
        <pre
          key={index}
          tabIndex={0}
          className="scroll-thin bg-sunken overflow-x-auto rounded-md p-3 font-mono text-xs"
        >
          {part.trimEnd()}
        </pre>
      ) : (
        <p key={index} className="break-words whitespace-pre-wrap">
          <InlineCode text={part.trim()} />
        </p>
      );
    })}
  </div>
);
