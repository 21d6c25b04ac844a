import type { ModelStore } from '../../src/core/types.ts';

/** One thing every store must do; `run` rejects where it does not. */
export interface ContractCase {
  readonly title: string;
  run(): Promise<void>;
}

/** Opens a store over a place of its own: two stores over the same place share their models, a place not used before is empty. */
export type MakeStore = (place: string) => ModelStore | Promise<ModelStore>;

type Check = (store: ModelStore, reopen: () => ModelStore | Promise<ModelStore>) => Promise<void>;

/**
 * The contract of {@link ModelStore}, free of any test framework: hand each case to one, or run them one after the other in a page.
 *
 * @param name of the implementation, used for titles and places
 * @param makeStore called with a place per case; the caller sees to it that no place has been used before
 */
export function storeContract(name: string, makeStore: MakeStore): ContractCase[] {
  return Object.entries(CHECKS).map(([title, check], i) => {
    const place = `${name.replaceAll(' ', '-')}-${i}`;
    return { title: `${name}: ${title}`, run: async () => check(await makeStore(place), () => makeStore(place)) };
  });
}

const BAD_NAMES: readonly unknown[] = [
  ...[
    '../x',
    'a/b',
    'a\\b',
    '',
    '.',
    '..',
    '.hidden',
    'end.',
    '-x',
    '_x',
    '@x',
    'x\0',
    '\0',
    'x\n',
    'a b',
    'é',
    '🦜',
    'x🦜',
    'a:b',
    '%2e',
    'a+1',
    '~',
  ],
  ...['a'.repeat(129), 'con', 'CON', 'nul.ecm', 'Com1', 'lpt9.tar.gz', 'aux', 'prn', '__proto__', 'C:x', '/etc/passwd'],
  ...[undefined, null, 7, ['shop'], {}],
];
const GOOD_NAMES = [
  'a',
  '7',
  'shop',
  'shop.v2',
  'shop..v2',
  'a@b',
  'a_b-c',
  'x'.repeat(128),
  'X'.repeat(128),
  'aB'.repeat(64),
  'console',
  'com10',
  'shop.ecm',
];
const OBJECT_NAMES = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];

const CHECKS: Record<string, Check> = {
  'knows nothing at first': async (store) => {
    same(await store.list(), []);
    for (const name of ['shop', ...OBJECT_NAMES]) {
      assert((await store.get(name)) === undefined, `get of ${name}`);
      assert((await store.delete(name)) === false, `delete of ${name}`);
    }
    same(await store.list(), []);
  },

  'gives back what was set, also to a second store': async (store, reopen) => {
    const models = new Map([
      ['empty', new Uint8Array(0)],
      ['one', Uint8Array.of(255)],
      ['large', pattern(5 << 20, 1)],
    ]);
    for (const [name, bytes] of models) await store.set(name, bytes);
    for (const seen of [store, await reopen()]) {
      for (const [name, bytes] of models) sameBytes(await seen.get(name), bytes);
      same(await seen.list(), ['empty', 'large', 'one']);
    }
  },

  'stores only the bytes of a view, not the memory around it': async (store) => {
    const memory = pattern(1000, 2);
    await store.set('view', memory.subarray(101, 333));
    sameBytes(await store.get('view'), memory.slice(101, 333));
  },

  'replaces bytes by shorter and longer ones': async (store, reopen) => {
    for (const length of [1000, 10, 0, 3000]) {
      await store.set('shop', pattern(length, length));
      sameBytes(await store.get('shop'), pattern(length, length));
    }
    same(await store.list(), ['shop']);
    sameBytes(await (await reopen()).get('shop'), pattern(3000, 3000));
  },

  'keeps no reference to what it was given or gave': async (store) => {
    const given = pattern(100, 3);
    const saving = store.set('shop', given);
    given.fill(1); // while it is being saved
    await saving;
    given.fill(2);
    const first = await store.get('shop');
    sameBytes(first, pattern(100, 3));
    first?.fill(3);
    sameBytes(await store.get('shop'), pattern(100, 3));
  },

  'deletes one name and says whether it was there': async (store, reopen) => {
    await store.set('a', pattern(10, 4));
    await store.set('b', pattern(10, 5));
    assert((await store.delete('a')) === true, 'delete says true');
    assert((await store.delete('a')) === false, 'delete says false the second time');
    for (const seen of [store, await reopen()]) {
      assert((await seen.get('a')) === undefined, 'deleted bytes are gone');
      sameBytes(await seen.get('b'), pattern(10, 5));
      same(await seen.list(), ['b']);
    }
    await store.set('a', pattern(7, 6));
    sameBytes(await store.get('a'), pattern(7, 6));
  },

  'lists names in code-unit order': async (store) => {
    const names = ['b', 'B', 'a10', 'a2', 'a', 'Z', '1', 'a-b', 'a.b', 'a_b', 'a@b', 'aB', ...OBJECT_NAMES];
    for (const name of names) await store.set(name, new Uint8Array(1));
    same(await store.list(), [...names].sort());
  },

  'takes every name the rule allows and keeps names apart that differ in case alone': async (store) => {
    const names = [...GOOD_NAMES, ...OBJECT_NAMES, 'Shop', 'sHop', 'SHOP', 'Constructor'];
    for (const [i, name] of names.entries()) await store.set(name, Uint8Array.of(i));
    for (const [i, name] of names.entries()) sameBytes(await store.get(name), Uint8Array.of(i));
    same(await store.list(), [...names].sort());
    assert(await store.delete('shop'), 'delete of shop');
    same(await store.list(), names.filter((name) => name !== 'shop').sort());
  },

  'refuses every other name in every call and writes nothing': async (store) => {
    for (const bad of BAD_NAMES) {
      const name = bad as string;
      await rejects(store.get(name), 'INVALID_NAME', `get(${JSON.stringify(bad)})`);
      await rejects(store.set(name, new Uint8Array(1)), 'INVALID_NAME', `set(${JSON.stringify(bad)})`);
      await rejects(store.delete(name), 'INVALID_NAME', `delete(${JSON.stringify(bad)})`);
    }
    same(await store.list(), []);
  },

  'refuses what is no Uint8Array and keeps the old bytes': async (store) => {
    await store.set('shop', pattern(10, 7));
    for (const bad of ['text', 5, null, undefined, [1, 2], new ArrayBuffer(2), new Float32Array(2)]) {
      await rejects(store.set('shop', bad as unknown as Uint8Array), 'INVALID_INPUT', `set of ${bad}`);
    }
    sameBytes(await store.get('shop'), pattern(10, 7));
  },

  'takes 50 names at once': async (store) => {
    const numbers = Array.from({ length: 50 }, (_, i) => i);
    await Promise.all(numbers.map((i) => store.set(`m${i}`, pattern(1000 * i, i))));
    for (const i of numbers) sameBytes(await store.get(`m${i}`), pattern(1000 * i, i));
    same(await store.list(), numbers.map((i) => `m${i}`).sort());
  },

  'takes one name 50 times at once: the last call wins and no reader meets a mixture': async (store) => {
    const lengthOf = (i: number) => (i % 7) * 20_000 + 1; // a later call is often the quicker one
    const reads: Promise<Uint8Array | undefined>[] = [];
    const writes = Array.from({ length: 50 }, (_, i) => {
      reads.push(store.get('shop'));
      return store.set('shop', new Uint8Array(lengthOf(i)).fill(i)).then(() => reads.push(store.get('shop')));
    });
    await Promise.all(writes);
    for (const bytes of await Promise.all(reads)) {
      if (bytes !== undefined) sameBytes(bytes, new Uint8Array(lengthOf(bytes[0])).fill(bytes[0]));
    }
    sameBytes(await store.get('shop'), new Uint8Array(lengthOf(49)).fill(49));
    same(await store.list(), ['shop']);
  },

  'keeps the order of set and delete calls that do not wait for each other': async (store) => {
    const done = await Promise.all([
      store.set('shop', pattern(200_000, 8)),
      store.delete('shop'),
      store.set('shop', pattern(10, 9)),
      store.delete('shop'),
      store.delete('shop'),
    ]);
    same(done, [undefined, true, undefined, true, false]);
    assert((await store.get('shop')) === undefined, 'deleted last');
  },
};

/** Bytes that differ from place to place and from seed to seed. */
function pattern(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >>> 8) + seed) & 255);
}

function assert(holds: boolean, what: string): void {
  if (!holds) throw new Error(`store contract broken: ${what}`);
}

function same(actual: unknown, expected: unknown): void {
  assert(JSON.stringify(actual) === JSON.stringify(expected), `${JSON.stringify(actual)} should be ${JSON.stringify(expected)}`);
}

function sameBytes(actual: Uint8Array | undefined, expected: Uint8Array): void {
  assert(actual !== undefined && Object.getPrototypeOf(actual) === Uint8Array.prototype, 'a plain Uint8Array');
  assert(actual?.length === expected.length, `${actual?.length} bytes should be ${expected.length}`);
  const differs = expected.findIndex((byte, i) => byte !== actual?.[i]);
  assert(differs === -1, `byte ${differs} is ${actual?.[differs]}, should be ${expected[differs]}`);
}

async function rejects(call: Promise<unknown>, code: string, what: string): Promise<void> {
  const outcome = await call.then(
    () => 'success',
    (error) => error.code,
  );
  assert(outcome === code, `${what}: ${outcome} should be ${code}`);
}
