import { ofTarget } from '../regression/target.ts';
import type { LinearModel } from './fit.ts';
import { termsOf } from './terms.ts';

/** A function of a row of the frame's values; the terms are gathered by field, so that it costs one addition a field. */
export function linearPredictor({ frame, coefficients, means, center, logTarget }: LinearModel): (row: Float64Array) => number {
  const { terms, places } = termsOf(frame);
  let base = center;
  // the columns of levels and of gaps are 0 or 1: their means are subtracted once and for all
  terms.forEach(({ of }, j) => {
    if (of !== 'number') base -= coefficients[j] * means[j];
  });
  const coefficient = (place: number): number => (place < 0 ? 0 : coefficients[place]);
  const effects = places.map(({ number, levels, missing }) => ({
    slope: coefficient(number),
    mean: number < 0 ? 0 : means[number],
    levels: levels.length === 0 ? null : levels.map(coefficient),
    missing: coefficient(missing),
  }));
  return (row) => {
    let sum = base;
    for (let field = 0; field < effects.length; field++) {
      const { slope, mean, levels, missing } = effects[field];
      const value = row[field];
      if (Number.isNaN(value)) sum += missing;
      else sum += levels ? levels[value] : slope * (value - mean);
    }
    return ofTarget(sum, logTarget);
  };
}
