import { CorruptModelError, invalidOption, show } from '../core/errors.ts';
import type { Estimator, EstimatorDefinition } from '../estimators/estimator.ts';
import { unpackContainer } from './container.ts';

/** Types of estimators by name: the library's own and any that a program adds. */
export interface EstimatorRegistry {
  /**
   * Adds a type; returns the registry.
   * @throws `INVALID_OPTION` when the type has no name or the name is taken.
   */
  register(definition: EstimatorDefinition): EstimatorRegistry;
  /** The definition of a type. Throws `INVALID_OPTION` naming those there are. */
  get(type: string): EstimatorDefinition;
  /** All definitions, in the order they were registered. */
  list(): readonly EstimatorDefinition[];
  /** An unfitted estimator of a type. Throws `INVALID_OPTION`. */
  create(type: string, options?: object): Estimator;
  /**
   * A fitted estimator from its bytes, of the type that they name.
   * @throws `CORRUPT_MODEL` when the bytes are damaged or of a type that is not registered.
   */
  fromBytes(bytes: Uint8Array): Estimator;
}

/** A registry with these types; two registries know nothing of each other. */
export function createRegistry(definitions: readonly EstimatorDefinition[] = []): EstimatorRegistry {
  const known = new Map<string, EstimatorDefinition>();
  const names = (): string => [...known.keys()].join(', ') || 'none';
  const registry: EstimatorRegistry = {
    register(definition) {
      const { type } = definition;
      if (typeof type !== 'string' || type === '') throw invalidOption('type', 'a name', type);
      if (known.has(type)) throw invalidOption('type', 'a name that no registered type has', type);
      known.set(type, definition);
      return registry;
    },
    get(type) {
      const definition = known.get(type);
      if (definition === undefined) throw invalidOption('type', `one of ${names()}`, type);
      return definition;
    },
    list: () => [...known.values()],
    create: (type, options = {}) => registry.get(type).create(options),
    fromBytes(bytes) {
      const { type } = unpackContainer(bytes).header;
      const definition = known.get(type as string);
      if (definition === undefined)
        throw new CorruptModelError(`model of type ${show(type)}, which is not registered: there are ${names()}`);
      return definition.fromBytes(bytes);
    },
  };
  for (const definition of definitions) registry.register(definition);
  return registry;
}
