import fc from 'fast-check';
import { expect } from 'vitest';
import type { Problem } from '../../server/problems.ts';
import { GROUPS, good, post, predictions, test } from './service.ts';

const PROBE = [...GROUPS, [20, 20], [-1e9, 1e9]];

const json = fc.json({ noUnicodeString: false });
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const row = (columns: number) => fc.array(number, { minLength: columns, maxLength: columns });
const rows = fc.integer({ min: 1, max: 5 }).chain((columns) => fc.array(row(columns), { minLength: 1, maxLength: 6 }));
/** Neither an array nor an object: nothing that rows or an envelope could be. */
const scalar = fc.oneof(fc.constant(null), fc.boolean(), number, fc.string({ unit: 'binary' }));
/** As source text, what JSON.parse makes Infinity or refuses. */
const notFinite = fc.constantFrom(
  '1e999',
  '-1e999',
  `${'9'.repeat(400)}`,
  'NaN',
  'Infinity',
  '-Infinity',
  'undefined',
  '0x10',
  '1.',
  '.5',
  '+1',
  '01',
);
const wrongValue = fc.oneof(
  scalar.filter((value) => typeof value !== 'number').map((value) => JSON.stringify(value)),
  notFinite,
  fc.constantFrom('[]', '{}', '[1]'),
);
const text = (values: unknown) => JSON.stringify(values);

/** Bodies that are wrong for `/fit`, and for `/predict` with a model of rows of two numbers. */
const wrongBody: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  // no text at all, or no JSON
  fc.uint8Array({ minLength: 1, maxLength: 50 }).map((bytes) => new Uint8Array([0xff, ...bytes])),
  fc.constantFrom(
    '',
    ' ',
    '\u{feff}',
    '[',
    ']',
    '{',
    '"',
    '[[1,2]',
    '[[1,2]]]',
    '[[1,2],]',
    "[['a']]",
    '[[1,2]]\0',
    '<rows/>',
    'data=[[1,2]]',
  ),
  fc.tuple(rows.map(text), fc.nat()).map(([whole, cut]) => whole.slice(0, cut % whole.length)),
  fc
    .tuple(
      json.filter((one) => /^[[{"]/.test(one)),
      fc.nat(),
    )
    .map(([whole, cut]) => whole.slice(0, cut % whole.length)),
  fc.tuple(fc.constantFrom('[', '{"a":', '[{"a":['), fc.integer({ min: 1, max: 100_000 })).map(([open, depth]) => open.repeat(depth)),
  // JSON of another shape
  scalar.map(text),
  fc.array(scalar, { maxLength: 5 }).map(text),
  fc.integer({ min: 2, max: 100_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc.integer({ min: 3, max: 1000 }).map((depth) => `${'['.repeat(depth)}1${']'.repeat(depth)}`),
  // rows with one wrong value, one wrong length, or one that is no row
  fc.tuple(rows, fc.nat(), fc.nat(), wrongValue).map(([good, at, column, wrong]) => {
    const whole = good.map((one) => one.map(text));
    const broken = whole[at % whole.length];
    broken[column % broken.length] = wrong;
    return `[${whole.map((one) => `[${one.join()}]`).join()}]`;
  }),
  fc.tuple(rows, fc.nat(), number).map(([good, at, extra]) => text([...good, good[at % good.length].concat(extra)])),
  fc.tuple(rows, fc.nat()).map(([good, at]) => text([...good, good[at % good.length].slice(1)])),
  fc.tuple(rows, fc.oneof(scalar, fc.object())).map(([good, extra]) => text([...good, extra])),
  fc
    .tuple(fc.array(fc.object(), { minLength: 1, maxLength: 4 }), fc.oneof(scalar, rows))
    .map(([records, extra]) => text([...records, extra])),
  // envelopes with a wrong part
  fc.oneof(scalar, fc.constant([]), fc.constant([[]])).map((data) => text({ data })),
  fc
    .tuple(
      rows,
      fc.oneof(scalar, fc.constant([])).filter((model) => model !== null),
    )
    .map(([data, model]) => text({ data, model: [model] })),
  fc
    .tuple(rows, fc.constantFrom('', '.', '../x', 'a/b', 'a@1', 'nul', 'x'.repeat(101), '\ud800'))
    .map(([data, model]) => text({ data, model })),
  fc
    .tuple(
      rows,
      fc.constantFrom('options', 'version'),
      fc.oneof(fc.string(), fc.boolean(), fc.constantFrom([], -1, 0.5, { k: -1 }, { seed: 1.5 })),
    )
    .map(([data, field, value]) => text({ data, options: { k: 'x' }, version: '', [field]: value })),
  fc.tuple(rows, fc.string(), fc.jsonValue()).map(([data, field, value]) => `{"data":${text(data)},"_${field.length}":${text(value)}}`),
  rows.map((data) => `{"data":${text(data)},"__proto__":{"k":1},"options":7}`),
);

test('after 1,000 malformed bodies the service answers as before, and its model is the same', async ({ start }) => {
  const service = await start();
  await good(post(`${service.url}/fit`, { data: GROUPS, options: { k: 3 } }));
  const before = await predictions(service, PROBE);
  const answers = new Map<number, number>();
  const property = fc.asyncProperty(wrongBody, fc.constantFrom('/fit', '/update', '/predict', '/evaluate'), async (body, path) => {
    const answer = await post(service.url + path, undefined, { body: body as BodyInit });
    const problem = (await answer.json()) as Problem;
    answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
    expect([400, 422], JSON.stringify(problem)).toContain(answer.status);
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
    expect(problem).toMatchObject({ status: answer.status, code: expect.stringMatching(/^(MALFORMED_JSON|INVALID_(INPUT|OPTION|NAME))$/) });
  });
  await fc.assert(property, { numRuns: 1000, seed: 1 });
  expect([...answers.keys()].sort()).toEqual([400, 422]);
  expect(await predictions(service, PROBE)).toEqual(before);
  expect(before.version).toBe(1);
  expect(service.journal.messages).toEqual(['fit started', 'model saved']);
});
