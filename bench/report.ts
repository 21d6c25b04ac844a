import Table from 'cli-table3';

/** What one question of a benchmark or study found. */
export interface Section {
  readonly title: string;
  /** What was measured and how, in sentences. */
  readonly about: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The findings in short. */
  readonly summary: readonly string[];
}

/** A section for the terminal. */
export function toText({ title, about, head, rows, summary }: Section): string {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  return [title, about, table.toString(), ...summary, ''].join('\n');
}

/** The whole report as a Markdown page. */
export function toMarkdown(command: string, machine: readonly (readonly [string, string])[], sections: readonly Section[]): string {
  const intro = [
    '# Benchmarks',
    `Written by \`${command}\`. Every library ran in the same session as ours, in turn with it; the figures are medians. Ratios say how many`,
    'times faster than the library named ours was: 2× is half its time, 0.5× twice its time.',
  ];
  const page = [intro.slice(0, 1), intro.slice(1), [markdownTable(['machine', ''], machine)]].map((lines) => lines.join('\n'));
  return `${[...page, ...sections.map(sectionToMarkdown)].join('\n\n')}\n`;
}

/** One section of a Markdown page. */
export function sectionToMarkdown({ title, about, head, rows, summary }: Section): string {
  return [`## ${title}`, about, markdownTable(head, rows), summary.map((line) => `- ${line}`).join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Milliseconds with three digits. */
export function showMs(ms: number): string {
  return ms >= 100 ? ms.toFixed(0) : ms.toPrecision(3);
}

/** How many times faster. */
export function showRatio(ratio: number): string {
  return `${ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(ratio < 1 ? 2 : 3)}×`;
}

/** A table of Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
