import type { Intake } from '../matrix/intake.ts';
import type { Arena } from './arena.ts';

/** An intake in the core's memory; all room is taken at once, so that views of it stay good. It ends with the arena, which is the caller's. */
export function openIntake(arena: Arena, rows: number, columns: number, floats: boolean): Intake {
  const { core } = arena;
  const [survey, project] = floats ? [core.surveyFloats, core.projectFloats] : [core.surveyDoubles, core.projectDoubles];
  const [block, weights, out] = [arena.alloc(rows * columns * (floats ? 4 : 8)), arena.alloc(rows * 8), arena.alloc(rows * columns * 4)];
  const lengths = arena.alloc(rows * 4);
  const [first, sums, least, most] = Array.from({ length: 4 }, () => arena.alloc(columns * 8));
  const view = (address: number): Float64Array => arena.f64(address, columns);
  let scale = 1;
  let unit = 0;
  return {
    block: floats ? arena.f32(block, rows * columns) : arena.f64(block, rows * columns),
    startSurvey(values) {
      view(first).set(values);
      view(sums).fill(0);
      view(least).fill(Infinity);
      view(most).fill(-Infinity);
    },
    survey(rowWeights) {
      const even = rowWeights instanceof Uint8Array;
      if (!even) arena.f64(weights, rows).set(rowWeights);
      survey(block, even ? 0 : weights, rowWeights.length, columns, first, sums, least, most);
    },
    surveyed: () => ({ sums: view(sums), least: view(least), most: view(most) }),
    startProjection(projection) {
      view(first).set(projection.shift);
      scale = projection.scale;
      unit = Number(projection.unit);
    },
    project: (count) =>
      project(block, count, columns, first, scale, unit, Number.MAX_VALUE, out, lengths) ? arena.f32(out, count * columns) : null,
    close: () => {},
  };
}
