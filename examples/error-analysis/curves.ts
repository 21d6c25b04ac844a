import type { Section } from '../../bench/report.ts';
import { figures, SCORES, show } from './format.ts';
import type { Outcome } from './score.ts';
import { PARTS, type Study } from './study.ts';

/** The threshold on the training pages. */
export function thresholdSection({ thresholds }: Study): Section {
  const half = (number: number): Study['thresholds'] => thresholds.filter((one) => one.half === number);
  const best = (number: number, by: 'q' | 'ami'): number => half(number).reduce((a, b) => (b[by] > a[by] ? b : a)).threshold;
  return {
    title: 'The threshold of DP-means',
    about:
      '![Q and AMI by threshold](error-analysis-threshold.svg)\n\nTraining pages only, in two halves of five sites each, every half clustered by itself; ' +
      'the default of .25 is dashed. Nothing was tuned on validation pages.',
    head: ['τ', 'clusters, half 1', 'Q', 'AMI', 'clusters, half 2', 'Q', 'AMI'],
    rows: half(0).map((first, i) => {
      const cells = [first, half(1)[i]].flatMap(({ clusters, q, ami }) => [String(clusters), show(q), show(ami)]);
      return [String(first.threshold), ...cells];
    }),
    summary: [
      `Highest AMI at τ = ${best(0, 'ami')} on the first half and ${best(1, 'ami')} on the second, highest Q at ${best(0, 'q')} and ${best(1, 'q')}. The default lies between what the roles say and what Q says, which knows none.`,
    ],
  };
}

/** Later pages, batch by batch. */
export function batchSection({ baseline, improved }: Study): Section {
  const cells = ({ parts }: Outcome, batch: number): string[] => figures(parts[PARTS.length + batch]);
  return {
    title: 'Later pages',
    about:
      '![Q and AMI by batch](error-analysis-batches.svg)\n\nThe first four columns are of the starting point, the others of the default. Neither learns from the batches here.',
    head: ['batch', ...SCORES, ...SCORES],
    rows: [0, 1, 2, 3, 4].map((batch) => [String(batch + 1), ...cells(baseline, batch), ...cells(improved, batch)]),
    summary: [],
  };
}
