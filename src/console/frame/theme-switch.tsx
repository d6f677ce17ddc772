import { Monitor, Moon, Sun, type LucideIcon } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import { setTheme, themes, useTheme, type Theme } from './theme.ts';

const icons: Readonly<Record<Theme, LucideIcon>> = { system: Monitor, light: Sun, dark: Moon };

export const ThemeSwitch = () => {
  const theme = useTheme();
  const choose = (value: string): void => {
    const chosen = themes.find((one) => one === value);
    if (chosen) setTheme(chosen);
  };
  return (
    <ToggleGroup.Root
      type="single"
      value={theme}
      onValueChange={choose}
      aria-label="Theme"
      className="inline-flex rounded-md border p-0.5"
    >
      {themes.map((name) => {
        const Icon = icons[name];
        return (
          <ToggleGroup.Item
            key={name}
            value={name}
            aria-label={`Theme: ${name}`}
            title={`Theme: ${name}`}
            className="text-muted hover:text-ink data-[state=on]:bg-hover data-[state=on]:text-ink inline-flex h-6 w-7 items-center justify-center rounded-sm"
          >
            <Icon size={14} aria-hidden />
          </ToggleGroup.Item>
        );
      })}
    </ToggleGroup.Root>
  );
};
