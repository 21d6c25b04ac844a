// One bump arena behind the module's own data. The caller lays everything out, then works; nothing is freed but by a mark.

/** Start of every allocation is a multiple of a cache line. */
const ALIGNMENT: usize = 64;
const PAGE: usize = 65536;

let top: usize = (__heap_base + ALIGNMENT - 1) & ~(ALIGNMENT - 1);

/** Reserves `bytes` and returns their address, or 0 when the memory cannot grow that far. Grown memory invalidates JavaScript views. */
export function alloc(bytes: usize): usize {
  const start = top;
  const end = start + ((bytes + ALIGNMENT - 1) & ~(ALIGNMENT - 1));
  if (end < start) return 0;
  const pages = (end + PAGE - 1) / PAGE;
  const present = <usize>memory.size();
  if (pages > present && memory.grow(<i32>(pages - present)) < 0) return 0;
  top = end;
  return start;
}

/** The arena's current end, to come back to. */
export function mark(): usize {
  return top;
}

/** Gives back everything allocated since `mark()` answered `end`. */
export function release(end: usize): void {
  top = end;
}
