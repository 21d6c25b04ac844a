import { oneOf, optionEntries } from '../../core/check-option.ts';
import { invalidOption } from '../../core/errors.ts';
import { MAX_LEVELS } from '../../features/frame/fit.ts';
import type { FrameField, FrameOptions } from '../../features/frame/types.ts';
import { resolveDescribed } from '../described-options.ts';
import type { OptionsSchema } from '../estimator.ts';

/** What every regression takes. */
export interface RegressionOptions extends FrameOptions {
  /** Learn the logarithm of the target, which must then be above 0; predictions and scores are of the target itself (default false). */
  readonly logTarget?: boolean;
}

/** Descriptions of {@link RegressionOptions}, to be joined by those of a method. */
export const REGRESSION_OPTIONS: OptionsSchema['properties'] = {
  target: { description: 'The field to predict.', type: 'string' },
  fields: { description: 'Fields to learn from; default: all but the target.', type: 'array', items: { type: 'string' } },
  kinds: { description: "Kinds of fields, 'number' or 'category', in place of inference.", type: 'object' },
  orders: { description: 'Levels of categories in an order that means something, the least first.', type: 'object' },
  unknown: {
    description: 'What to do with fields, levels and gaps that no training record had.',
    type: 'string',
    enum: ['error', 'ignore'],
    default: 'error',
  },
  logTarget: { description: 'Learn the logarithm of the target, which must then be above 0.', type: 'boolean', default: false },
};

/**
 * Checks the options of a regression against their description, and what they hold within; fills in the defaults.
 * @throws `INVALID_OPTION` naming the option, what was expected and what came.
 */
export function resolveRegressionOptions<Options extends RegressionOptions>(described: OptionsSchema, options: unknown): Options {
  const resolved = resolveDescribed(described, options);
  const { target, fields, kinds = {}, orders = {} } = resolved;
  if (target === '') throw invalidOption('target', 'the name of a field', target);
  if (fields !== undefined) checkTexts('fields', fields, 65_535);
  for (const [name, kind] of optionEntries('kinds', kinds)) oneOf<FrameField['kind']>(`kinds.${name}`, kind, ['number', 'category']);
  for (const [name, levels] of optionEntries('orders', orders)) checkTexts(`orders.${name}`, levels, MAX_LEVELS);
  return resolved as unknown as Options;
}

function checkTexts(option: string, value: unknown, most: number): void {
  const texts = Array.isArray(value) ? value : [];
  const good =
    texts.length > 0 && texts.length <= most && texts.every((text) => typeof text === 'string') && new Set(texts).size === texts.length;
  if (!good) throw invalidOption(option, `1 to ${most} different texts`, value);
}
