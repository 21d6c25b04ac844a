import type { Section } from '../../bench/report.ts';
import { change, figures, SCORES, show, signed } from './format.ts';
import type { Outcome } from './score.ts';
import { PARTS, type Study, VALIDATION } from './study.ts';

/** The start with several k. */
export function startSection({ starts, baseline, density }: Study): Section {
  return {
    title: 'The starting point',
    about:
      'An element is the list of its attributes, whatever their values; k-means needs a k, DP-means a distance. ' +
      `Of several k, Q on the training pages picks ${baseline.clusters}.`,
    ...scoreTable([...starts, density]),
    summary: [],
  };
}

/** Each step with its scores, and what it changed on validation pages. */
export function stepSection({ baseline, steps, improved, control, best }: Study): Section {
  const chain = [baseline, ...steps];
  const { head, rows } = scoreTable([...chain, control]);
  return {
    title: 'Step by step',
    about: `![Q and AMI of each step](error-analysis-steps.svg)\n\nk stays ${baseline.clusters} until DP-means finds it.`,
    head,
    rows,
    summary: [
      ...steps.map((step, i) => {
        const [before, after] = [chain[i], step].map(({ parts }) => parts[VALIDATION]);
        return `**${step.recipe.name}**: AMI ${change(before.ami, after.ami)}, Q ${change(before.q, after.q)}. ${sentence(step.recipe.why)}`;
      }),
      `In all, on validation pages: AMI ${change(baseline.parts[VALIDATION].ami, improved.parts[VALIDATION].ami)}, Q ` +
        `${change(baseline.parts[VALIDATION].q, improved.parts[VALIDATION].q)}.`,
      `**${control.recipe.name}**, for comparison: k-means with as many clusters as DP-means found. Against DP-means: AMI ` +
        `${change(improved.parts[VALIDATION].ami, control.parts[VALIDATION].ami)}, ARI ${change(improved.parts[VALIDATION].ari, control.parts[VALIDATION].ari)}, ` +
        `Q ${change(improved.parts[VALIDATION].q, control.parts[VALIDATION].q)}.`,
      `No model can be perfect: equal elements have different roles. If each validation element had the most frequent role of its equals, AMI were ` +
        `${show(best.ami)}, ARI ${show(best.ari)} and V ${show(best.v)}.`,
    ],
  };
}

/** What each part of the features is worth. */
export function ablationSection({ ablations, steps, control }: Study): Section {
  const [all, , withoutIdf] = ablations;
  const [, weighted, idf] = steps;
  const gain = (before: Outcome, after: Outcome): string => {
    const [a, b] = [before, after].map(({ parts }) => parts[VALIDATION]);
    return `AMI by ${signed(b.ami - a.ami)} and ARI by ${signed(b.ari - a.ari)} with ${after.clusters} clusters`;
  };
  return {
    title: 'What each part of the features is worth',
    about: `One thing left out at a time, on validation pages; k-means with k = ${control.clusters}, so that nothing but the features changes.`,
    head: ['', 'Q', 'AMI', 'ARI', 'AMI against all of it'],
    rows: ablations.map(({ recipe, parts }) => {
      const { q, ami, ari } = parts[VALIDATION];
      return [recipe.name, show(q), show(ami), show(ari), signed(ami - all.parts[VALIDATION].ami)];
    }),
    summary: [`What a step is worth depends on k: idf changes ${gain(weighted, idf)}, and ${gain(withoutIdf, all)}.`],
  };
}

function scoreTable(outcomes: readonly Outcome[]): Pick<Section, 'head' | 'rows'> {
  return {
    head: ['', 'clusters', ...PARTS.flatMap((part) => SCORES.map((score) => `${part} ${score}`))],
    rows: outcomes.map(({ recipe, clusters, parts }) => [recipe.name, String(clusters), ...PARTS.flatMap((_part, i) => figures(parts[i]))]),
  };
}

function sentence(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}
