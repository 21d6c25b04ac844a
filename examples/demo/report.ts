import Table from 'cli-table3';
import type { DomElement } from '../../data/elements.ts';
import type { EvaluateAnswer, UpdateAnswer } from './client.ts';

/** Clusters shown, the largest first. */
const SHOWN = 12;
const MEMBER_WIDTH = 76;

/** The largest clusters: how many training elements each has, of how many kinds, and which one is most frequent. */
export function clusterTable(elements: readonly DomElement[], labels: readonly number[]): string {
  const clusters = new Map<number, Map<string, number>>();
  elements.forEach((element, i) => {
    const members = clusters.get(labels[i]) ?? new Map<string, number>();
    clusters.set(labels[i], members.set(asTag(element), (members.get(asTag(element)) ?? 0) + 1));
  });
  const size = (members: Map<string, number>): number => [...members.values()].reduce((sum, count) => sum + count, 0);
  const largest = [...clusters].sort(([, a], [, b]) => size(b) - size(a)).slice(0, SHOWN);
  const table = new Table({ head: ['label', 'elements', 'different', 'most frequent member'], style: { head: [], border: [] } });
  for (const [label, members] of largest) {
    const [typical] = [...members].sort(([, a], [, b]) => b - a)[0];
    table.push([label, size(members), members.size, shorten(typical, MEMBER_WIDTH)]);
  }
  return `${table.toString()}\n${Math.max(0, clusters.size - SHOWN)} smaller clusters are not shown`;
}

/** A row of the table of scores. */
export interface Scored {
  readonly name: string;
  readonly clusters: number;
  readonly scores: EvaluateAnswer;
}

/** How well labels agree with the structural roles that the elements really have. */
export function scoreTable(rows: readonly Scored[]): string {
  const table = new Table({
    head: ['features', 'clusters', 'Q', 'AMI', 'ARI', 'V-measure', 'homogeneity', 'completeness'],
    style: { head: [], border: [] },
  });
  for (const { name, clusters, scores } of rows) {
    const shown = ['adjustedMutualInformation', 'adjustedRand', 'vMeasure', 'homogeneity', 'completeness'] as const;
    table.push([name, clusters, scores.quality.score.toFixed(3), ...shown.map((score) => scores.external[score].toFixed(3))]);
  }
  return table.toString();
}

/** What each batch came to. */
export function updateTable(updates: readonly UpdateAnswer[]): string {
  const head = ['batch', 'version', 'elements', 'known', 'joined a cluster', 'in a new cluster', 'waiting, all in all', 'clusters'];
  const table = new Table({ head, style: { head: [], border: [] } });
  updates.forEach(({ version, rows, repeated, joined, labels, waiting, clusters }, i) => {
    const found = labels.filter((label) => label >= 0).length - repeated - joined;
    table.push([i + 1, version, rows, repeated, joined, found, waiting, clusters]);
  });
  return table.toString();
}

/** The labels that updates gave for the first time. */
export function newLabelTable(updates: readonly UpdateAnswer[]): string {
  const table = new Table({ head: ['batch', 'label', 'elements', 'name', 'CSS selector'], style: { head: [], border: [] } });
  updates.forEach(({ newLabels }, i) => {
    for (const { label, size, name, selector } of newLabels) {
      table.push([i + 1, label, size, shorten(name, MEMBER_WIDTH / 2), shorten(selector ?? '', MEMBER_WIDTH / 2)]);
    }
  });
  return table.toString();
}

/** An element as HTML writes it. */
export function asTag({ type, ...attributes }: DomElement): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<${type}${written.join('')}>`;
}

export function shorten(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
