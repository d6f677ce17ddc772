/** Text with `code` between backticks set as code. */
export const InlineCode = ({ text }: { readonly text: string }) =>
  text.split('`').map((part, index) =>
    index % 2 === 1 ? (
      <code key={index} className="bg-sunken rounded-sm px-1 font-mono text-[0.88em]">
        {part}
      </code>
    ) : (
      part
    ),
  );
